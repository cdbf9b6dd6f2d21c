package dev.zerok.relay.core;

import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.wire.Push;
import dev.zerok.relay.port.StoreSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A device in the model of a group. */
final class SimulatedMember {
  final DeviceKeyPairs keys;
  final DeviceId id;
  final long added;
  long lastSeen;
  long applied;
  boolean dormant;
  @Nullable SessionKey session;
  StreamViewer viewer;
  final List<Push> pushes = new ArrayList<>();
  final List<Long> cursors = new ArrayList<>();

  SimulatedMember(DeviceKeyPairs keys, DeviceId id, long added) {
    this.keys = keys;
    this.id = id;
    this.added = added;
    this.applied = added;
  }

  /** What the store shows it, cursor by cursor. */
  List<String> seen(StoreSnapshot now, GroupId group, int entries) {
    List<String> seen = new ArrayList<>();
    // Own blobs of this very session are left out of a stream; here they are to be seen like all others.
    StreamViewer all = new StreamViewer(id, viewer.addedCursor(), Long.MAX_VALUE);
    long next = 1;
    while (next <= entries) {
      StreamSlice slice =
          StreamReader.read(now, group, all, new ReadRequest(next, 2_000, 2_000),
              entries);
      for (StreamItem item : slice.items()) {
        switch (item) {
          case StreamItem.Missing gap -> {
            for (long cursor = gap.from(); cursor <= gap.lastCursor(); cursor++) {
              seen.add("gap");
            }
          }
          case StreamItem.OwnAck own -> seen.add("own " + own.pushAck().getDeviceSeq());
          case StreamItem.RosterPlace place -> seen.add("roster");
          case StreamItem.Delivery delivery ->
              seen.add("blob " + delivery.deliver().getPayload().hashCode());
        }
      }
      next = slice.nextCursor();
    }
    return seen;
  }
}
