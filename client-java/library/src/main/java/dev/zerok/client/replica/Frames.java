package dev.zerok.client.replica;

import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.RosterAppend;
import dev.zerok.protocol.wire.RosterEntry;

/** Frames that more than one place sends. */
final class Frames {
  private Frames() {}

  static ClientFrame append(RosterEntry entry) {
    return ClientFrame.newBuilder()
        .setRosterAppend(RosterAppend.newBuilder().setEntry(entry))
        .build();
  }
}
