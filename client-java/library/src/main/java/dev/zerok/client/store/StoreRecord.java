package dev.zerok.client.store;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.position.Position;
import java.util.List;

/** One change of a device's state. A batch of them is one transaction; {@link StoreImage} says what each does to the whole. */
public sealed interface StoreRecord {
  /** Wipes the secrets in it, if there are any: what a store committed it has copied. */
  default void wipe() {}

  /**
   * Who this device is. Written once.
   *
   * @param keys the private halves of the device's keys as {@code DeviceKeyPairs} writes them
   * @param group the group it belongs to
   * @param suite the suite's wire name
   * @param groupName local
   * @param deviceName local
   */
  record Identity(Secret keys, GroupId group, String suite, String groupName, String deviceName)
      implements StoreRecord {
    @Override
    public void wipe() {
      keys.close();
    }
  }

  /**
   * Which relay this device talks to.
   *
   * @param urls 1 to 4 addresses
   * @param identity the pinned identity, 32 bytes
   * @param accessToken for creating the group; empty where none is needed
   */
  record RelayPin(List<String> urls, ByteString identity, ByteString accessToken)
      implements StoreRecord {
    public RelayPin {
      urls = List.copyOf(urls);
    }
  }

  /** The place that the inviter vouched for: this head must stand in the roster that the relay shows (PAIR-5). */
  record JoinProof(int rosterLength, ByteString rosterHash) implements StoreRecord {}

  /**
   * A verified roster entry.
   *
   * @param index its place in the chain
   * @param entry canonical RosterEntry
   * @param cursor its place in the log; 0 while it is not known
   */
  record ChainEntry(int index, ByteString entry, long cursor) implements StoreRecord {}

  /** The secrets of an epoch, 32 bytes each. */
  record EpochKeys(int epoch, Secret secret, Secret streamSecret) implements StoreRecord {
    @Override
    public void wipe() {
      secret.close();
      streamSecret.close();
    }
  }

  /** The last entry applied. Where the running hash is known it is remembered with the last 1 024 of them (SEAL-5). */
  record Applied(Position position) implements StoreRecord {}

  /**
   * The relay has another log, and this device begins at its start (RESET-1): what was known of places in the old one is forgotten.
   * Own pushes up to {@code knownOwnSeq} are at the relay, those behind it wait again.
   */
  record NewLog(Position start, long knownOwnSeq) implements StoreRecord {}

  /**
   * Whenever {@link NewLog} was: what is known of the log that this device follows since.
   *
   * @param rosterLength entries of the roster that it had applied before
   * @param renewedTo the relay's head when it said that its log is another one: up to there blobs may be missing without a Gap
   */
  record LogRenewed(int rosterLength, long renewedTo) implements StoreRecord {}

  /**
   * The last blob of a sender that opened.
   *
   * @param seq its device sequence
   * @param blobHash its hash
   * @param cursor its place in the log; 0: in an earlier log
   */
  record SenderMark(DeviceId sender, long seq, ByteString blobHash, long cursor)
      implements StoreRecord {}

  /**
   * The last blob under a sender's name that did not open here: it proves nothing of its sender, but no later blob of this log may take
   * its sequence or a lower one. A blob that opened in an earlier log and came again in this one is noted like this, too.
   *
   * @param seq the device sequence that it claims
   * @param blobHash its hash
   * @param cursor its place in this log
   */
  record SenderClaim(DeviceId sender, long seq, ByteString blobHash, long cursor)
      implements StoreRecord {}

  /**
   * An own push, sealed. A later record with the same sequence replaces it.
   *
   * @param push the Push frame exactly as it is sent
   * @param blobHash its hash
   * @param previous the hash of the own blob before it, as its header has it
   */
  record Outgoing(long seq, ByteString push, ByteString blobHash, ByteString previous)
      implements StoreRecord {}

  /** The relay placed an own push at this cursor; −1: the relay has it, its place is not known; 0: it waits again. */
  record OutgoingPlaced(long seq, long cursor) implements StoreRecord {}

  /** An own push need not be kept any longer. Its sequence stays used, and its hash goes on binding the next one. */
  record OutgoingDropped(long seq, ByteString blobHash) implements StoreRecord {}

  /**
   * The relay refused an own push for good; what stands under its sequence now is empty. The last {@value StoreImage#REFUSED_REMEMBERED}
   * are remembered.
   *
   * @param code the relay's error code
   * @param words the relay's reason, for a person
   */
  record PushRefused(long seq, int code, String words) implements StoreRecord {}

  /**
   * A blob that does not open yet (RECV-3).
   *
   * @param cursor its place in the log; below 0: in an earlier log
   * @param deliver the Deliver frame as it came
   * @param previous the hash of the sender's blob before it, empty if not known
   */
  record Parked(long cursor, ByteString deliver, ByteString previous) implements StoreRecord {}

  /**
   * What is known of a parked blob.
   *
   * @param reason why it did not open when it was tried last
   * @param sinceMillis when it was parked, Unix time
   */
  record ParkedNote(long cursor, String reason, long sinceMillis) implements StoreRecord {}

  /** A parked blob was applied, or dropped. */
  record Unparked(long cursor) implements StoreRecord {}

  /** What the device still waits for before it hands on blobs (CKPT-6), in the replica's own form; a later one replaces it. */
  record HistoryAwaited(ByteString state) implements StoreRecord {}

  /**
   * What this device pushed to a stream behind the stream's newest checkpoint; a later one of the stream replaces it.
   *
   * @param bytes sealed
   * @param checkpointBytes how large that checkpoint's state was; 0: there is none
   */
  record StreamPushed(StreamId stream, long bytes, long checkpointBytes) implements StoreRecord {}

  /** This device stopped for good, and why (RECV-6, RECV-8): {@code cause} is the engine's word, {@code words} a person's. */
  record Stopped(String cause, String words) implements StoreRecord {}

  /** A change of what is known of large contents. */
  record ContentChange(ContentRecord record) implements StoreRecord {}

  /**
   * What a device calls itself, by the push with that sequence.
   *
   * @param rosterLength of this device's own name: entries of the roster when it was told; of another one's: 0
   */
  record DeviceNamed(DeviceId device, long seq, String name, int rosterLength)
      implements StoreRecord {}

  /** When this device pushed something last, Unix time; a later one replaces it (HEART-1). */
  record PushedAt(long millis) implements StoreRecord {}

  /** Small state of the app; an empty value deletes the key. */
  record AppValue(String key, ByteString value) implements StoreRecord {}
}
