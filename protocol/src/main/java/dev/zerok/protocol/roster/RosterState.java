package dev.zerok.protocol.roster;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Suite;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.wire.KeyUse;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a chain of entries says. Immutable: what grows with the chain's length lives in {@link PersistentMap}s, what is
 * bounded by the number of devices is copied on change.
 *
 * @param bytes of all entries together
 * @param devices in the group now; unmodifiable
 * @param known every device that ever was
 * @param departures of devices that went at some time; none comes back
 * @param keys every key that ever stood in the chain, by its SHA-256: a hash that nobody can choose keeps the map even
 * @param marks by length
 * @param epochs how every epoch began
 * @param boxReports which BadBox entries there were
 * @param changes what the last entry did
 */
record RosterState(
    Suite suite,
    GroupId group,
    int length,
    int bytes,
    int epoch,
    ByteString commitment,
    boolean closed,
    ByteString rootKey,
    ByteString rootSealKey,
    SortedMap<DeviceId, RosterDevice> devices,
    PersistentMap<DeviceId, KnownDevice> known,
    PersistentMap<DeviceId, Departure> departures,
    PersistentMap<ByteString, KeyOwner> keys,
    PersistentMap<Integer, RosterMark> marks,
    PersistentMap<Integer, EpochStart> epochs,
    PersistentMap<BoxReport, Boolean> boxReports,
    List<RosterChange> changes) {

  static RosterState empty(Suite suite, GroupId group) {
    return new RosterState(
        suite,
        group,
        0,
        0,
        0,
        ByteString.EMPTY,
        false,
        ByteString.EMPTY,
        ByteString.EMPTY,
        Collections.unmodifiableSortedMap(new TreeMap<>()),
        PersistentMap.empty(),
        PersistentMap.empty(),
        PersistentMap.empty(),
        PersistentMap.empty(),
        PersistentMap.empty(),
        PersistentMap.empty(),
        List.of());
  }

  /** The last entry's hash; empty before Genesis. */
  ByteString headHash() {
    return length == 0 ? ByteString.EMPTY : markAt(length).hash();
  }

  /**
   * What held when the chain had that length.
   *
   * @throws IndexOutOfBoundsException unless {@code 1 <= atLength <= length}
   */
  RosterMark markAt(int atLength) {
    RosterMark mark = marks.get(atLength);
    if (mark == null || atLength > length) {
      throw new IndexOutOfBoundsException(
          "the roster has " + length + " entries, no place " + atLength);
    }
    return mark;
  }

  /** Which device this Noise key belongs or belonged to; null = none. */
  @Nullable
  DeviceId noiseKeyOwner(ByteString noiseKey) {
    KeyOwner owner = keys.get(Sha256.of(noiseKey));
    return owner != null && owner.use() == KeyUse.KEY_USE_NOISE ? owner.device() : null;
  }
}
