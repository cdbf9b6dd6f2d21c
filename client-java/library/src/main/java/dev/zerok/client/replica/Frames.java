package dev.zerok.client.replica;

import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.Deliver;
import dev.zerok.protocol.wire.Push;
import dev.zerok.protocol.wire.RosterAppend;
import dev.zerok.protocol.wire.RosterEntry;

/** Frames that more than one place makes. */
final class Frames {
  private Frames() {}

  static ClientFrame append(RosterEntry entry) {
    return ClientFrame.newBuilder()
        .setRosterAppend(RosterAppend.newBuilder().setEntry(entry))
        .build();
  }

  /** The frame by which other devices get that push of {@code sender}. */
  static Deliver delivered(Push push, DeviceId sender, long cursor) {
    return Deliver.newBuilder()
        .setCursor(cursor)
        .setSender(sender.bytes())
        .setDeviceSeq(push.getDeviceSeq())
        .setKind(push.getKind())
        .setStream(push.getStream())
        .setCovers(push.getCovers())
        .setEpoch(push.getEpoch())
        .setPayload(push.getPayload())
        .build();
  }
}
