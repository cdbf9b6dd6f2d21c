package dev.zerok.relay.core;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.wire.PlacedRosterEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A shard's durable records, as the rules read and change them. Changes are seen by later reads of the same batch at once and
 * become durable together. One thread.
 */
public interface ShardRecords extends EntrySource {
  /**
   * What may be due at a serving time: the end of a payload's TTL, or a look at a group's checkpoints.
   *
   * @param cursor of the payload; no entry has cursor 0, which stands for the group
   */
  record Expiry(long expiresAt, GroupId group, long cursor) {
    /** The time to look at who of a group was not seen for long (CKPT-3). */
    public static Expiry ofReview(long at, GroupId group) {
      return new Expiry(at, group, 0);
    }

    boolean isReview() {
      return cursor == 0;
    }
  }

  /** Milliseconds that this shard has served, over all its starts (DEL-2). */
  long servingMillis();

  void putServingMillis(long millis);

  /** The device of a group whose Noise key this is, if it is in the group now. The one look-up of every Hello. */
  Optional<DeviceId> member(GroupId group, ByteString noiseKey);

  void putMember(GroupId group, ByteString noiseKey, DeviceId device);

  void deleteMember(GroupId group, ByteString noiseKey);

  /** Sealed payload and rosters held for all groups together; asked once, when service begins. */
  long storedBytes();

  /** What a group has used; {@link GroupUsage#NONE} if nothing is known. */
  GroupUsage usage(GroupId group);

  void putUsage(GroupId group, GroupUsage usage);

  /** Sealed payload held of each device of a group; devices without any may be missing. */
  Map<DeviceId, Long> storedBytes(GroupId group);

  void putStoredBytes(GroupId group, DeviceId device, long bytes);

  void deleteStoredBytes(GroupId group, DeviceId device);

  void putGroup(GroupId group, GroupRecord record);

  Map<DeviceId, DeviceRecord> devices(GroupId group);

  void putDevice(GroupId group, DeviceId device, DeviceRecord record);

  /** Forgets a device and all pushes known of it. */
  void deleteDevice(GroupId group, DeviceId device);

  void putCheckpoints(GroupId group, CheckpointRecords checkpoints);

  void putRosterEntry(GroupId group, int index, PlacedRosterEntry placed);

  Optional<KnownPush> knownPush(GroupId group, DeviceId device, long seq);

  /** What is known of a device's pushes: sequence → push. */
  Map<Long, KnownPush> knownPushes(GroupId group, DeviceId device);

  void putKnownPush(GroupId group, DeviceId device, long seq, KnownPush push);

  void deleteKnownPush(GroupId group, DeviceId device, long seq);

  void putEntry(GroupId group, EntryRecord entry);

  void deleteEntry(GroupId group, long cursor);

  void putPayload(GroupId group, long cursor, ByteString payload);

  void deletePayload(GroupId group, long cursor);

  void putExpiry(Expiry expiry);

  void deleteExpiry(Expiry expiry);

  /** Expiries with {@code expiresAt ≤ upTo}, ascending, at most {@code max}. */
  List<Expiry> expired(long upTo, int max);

  /** Whether the group was closed for good. */
  boolean isClosed(GroupId group);

  /** Forgets everything of a group but that it was closed. Its members and its record are gone at once. */
  void closeForGood(GroupId group);
}
