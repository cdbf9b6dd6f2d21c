package dev.zerok.protocol.roster;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.Suite;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.wire.DeviceEntry;
import dev.zerok.protocol.wire.RosterBody;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.RosterHead;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A group's verified roster up to some entry (PROTOCOL.md § 5). Every Roster that exists is valid: the only way to a longer one is
 * {@link #append}, which accepts an entry or says why not and leaves this one as it was. Immutable; any thread.
 *
 * <p>An append costs its signatures (two for an Add, one for most) and, where it changes the device list, a copy of that list.
 */
public final class Roster {
  /** A box with the device that it is for and their framing. */
  private static final int BOX_BYTES = 135;

  /** The largest entry with a Rekey, its boxes apart. */
  private static final int REKEY_BYTES = 1_024;

  private final RosterState state;

  Roster(RosterState state) {
    this.state = state;
  }

  /** The roster before Genesis: of length 0, without devices, in epoch 0. */
  public static Roster empty(Suite suite, GroupId group) {
    return new Roster(RosterState.empty(suite, group));
  }

  /**
   * Verifies a whole chain from Genesis on.
   *
   * @throws ProtocolViolation as {@link #append}, at the first entry that does not hold
   */
  public static Roster replay(Crypto crypto, Suite suite, GroupId group, List<RosterEntry> entries)
      throws ProtocolViolation {
    Roster roster = empty(suite, group);
    for (RosterEntry entry : entries) {
      roster = roster.append(crypto, entry);
    }
    return roster;
  }

  /**
   * As {@link #replay}, but without verifying signatures: only for entries that were verified before they were stored, read back
   * from a store that we trust as ourselves. All other rules are checked again.
   *
   * @throws ProtocolViolation if the stored chain is damaged
   */
  public static Roster restore(Suite suite, GroupId group, List<RosterEntry> entries)
      throws ProtocolViolation {
    RosterState state = RosterState.empty(suite, group);
    for (RosterEntry entry : entries) {
      state = EntryRules.apply(KeyChecks.DONE_BEFORE, state, entry);
    }
    return new Roster(state);
  }

  /** The hash that the next entry names as {@code previous}, and the entry's hash in the log. */
  public static ByteString entryHash(RosterEntry entry) {
    RosterEntry bare = RosterEntry.newBuilder()
        .setBody(entry.getBody())
        .setSignature(entry.getSignature())
        .build();
    return Sha256.labelled("0k/roster-entry/v1").bytes(bare.toByteString()).finish();
  }

  /**
   * This roster with one more entry.
   *
   * @throws ProtocolViolation ROSTER_CONFLICT if the entry belongs to another place than the end of this roster; INVALID_MESSAGE
   *     if it breaks any other of ROSTER-1 to ROSTER-8; {@link UnknownRosterKind} if only a newer program can tell (ROSTER-9)
   */
  public Roster append(Crypto crypto, RosterEntry entry) throws ProtocolViolation {
    if (crypto.suite() != state.suite()) {
      throw new IllegalArgumentException(
          "a roster of " + state.suite() + " is not verified with " + crypto.suite());
    }
    return new Roster(EntryRules.apply(KeyChecks.of(crypto), state, entry));
  }

  public Suite suite() {
    return state.suite();
  }

  public GroupId group() {
    return state.group();
  }

  /** Number of entries; the next one's index. */
  public int length() {
    return state.length();
  }

  /** Length and last hash; length 0 and no hash for the empty roster. */
  public RosterHead head() {
    return RosterHead.newBuilder().setLength(state.length()).setHash(state.headHash()).build();
  }

  /**
   * The hash of the entry at that index.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= index < length()}
   */
  public ByteString hashAt(int index) {
    return state.markAt(index + 1).hash();
  }

  /**
   * The kind of the entry at that index.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= index < length()}
   */
  public RosterBody.KindCase kindAt(int index) {
    return state.markAt(index + 1).kind();
  }

  /** Whether that head is a place of this chain, the end and the beginning included. */
  public boolean contains(RosterHead head) {
    int length = head.getLength();
    if (length < 0 || length > state.length()) {
      return false;
    }
    return length == 0 ? head.getHash().isEmpty() : head.getHash().equals(hashAt(length - 1));
  }

  /** The present epoch; 0 before Genesis. */
  public int epoch() {
    return state.epoch();
  }

  /**
   * The epoch as it was when the roster had that length.
   *
   * @throws IndexOutOfBoundsException unless {@code 0 <= length <= length()}
   */
  public int epochAt(int length) {
    return length == 0 ? 0 : state.markAt(length).epoch();
  }

  /** The commitment to the present epoch's secret, 32 bytes; empty before Genesis. */
  public ByteString commitment() {
    return state.commitment();
  }

  /** The commitment to that epoch's secret, 32 bytes; empty for an epoch that never was. */
  public Optional<ByteString> commitmentOf(int epoch) {
    return Optional.ofNullable(state.epochs().get(epoch)).map(EpochStart::commitment);
  }

  /** The devices in the group, ascending by id. Unmodifiable. */
  public SortedMap<DeviceId, RosterDevice> devices() {
    return state.devices();
  }

  /** The device if it is in the group. */
  public Optional<RosterDevice> device(DeviceId id) {
    return Optional.ofNullable(state.devices().get(id));
  }

  /** The device in the group that has this Noise key (ADMIT-1). */
  public Optional<RosterDevice> byNoiseKey(ByteString noiseKey) {
    return Optional.ofNullable(state.noiseKeyOwner(noiseKey)).flatMap(this::device);
  }

  /** The device as the chain last knew it, in the group or not any more. */
  public Optional<RosterDevice> everKnown(DeviceId id) {
    return Optional.ofNullable(state.known().get(id)).map(KnownDevice::device);
  }

  /** The entry under which the chain took the device in: what a Reset lists to keep it while it is in the group. */
  public Optional<DeviceEntry> entryOf(DeviceId id) {
    return Optional.ofNullable(state.known().get(id)).map(KnownDevice::entry);
  }

  /** How the device went, if it was in the group and is not any more: none comes back under the same keys (ROSTER-4). */
  public Optional<Departure> departure(DeviceId id) {
    return Optional.ofNullable(state.departures().get(id));
  }

  /** How many entries devices may still append (ROSTER-8); what is behind them is the root's. */
  public int placesForDevices() {
    return Math.max(0, Limits.ROSTER_ENTRIES - Limits.ROSTER_ROOT_ENTRIES - state.length());
  }

  /** The bytes of entries that devices may still append (ROSTER-8). */
  public long bytesForDevices() {
    return Math.max(0, Limits.ROSTER_BYTES - Limits.ROSTER_ROOT_BYTES - state.bytes());
  }

  /** The bytes of an entry that begins an epoch of so many devices, at most. */
  public static long largestRekeyBytes(int devices) {
    return REKEY_BYTES + (long) BOX_BYTES * devices;
  }

  /** Whether Close ended the group. */
  public boolean closed() {
    return state.closed();
  }

  /** The root's public signing key; empty before Genesis. */
  public ByteString rootKey() {
    return state.rootKey();
  }

  /** The root's public sealing key; empty before Genesis. */
  public ByteString rootSealKey() {
    return state.rootSealKey();
  }

  /** What the last entry changed, in the order in which it took effect; nothing for the empty roster. */
  public List<RosterChange> changes() {
    return state.changes();
  }

  /** Length, head and epoch, for logs and failed tests; no key. */
  @Override
  public String toString() {
    String closed = state.closed() ? ", closed" : "";
    return "Roster[" + state.length() + " entries, " + state.devices().size() + " devices, epoch "
        + state.epoch() + closed + "]";
  }
}
