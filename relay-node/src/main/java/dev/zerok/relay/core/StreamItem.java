package dev.zerok.relay.core;

import dev.zerok.protocol.wire.Deliver;
import dev.zerok.protocol.wire.Gap;
import dev.zerok.protocol.wire.GapReason;
import dev.zerok.protocol.wire.PlacedRosterEntry;
import dev.zerok.protocol.wire.PushAck;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.RosterEntries;

/** What one device sees at one cursor, or at a run of cursors (DELIV-1, DELIV-2). */
public sealed interface StreamItem {
  /** The last cursor that this item stands for. */
  long lastCursor();

  /** Bytes of sealed payload, which count against the receive window; 0 for everything but a delivery. */
  int payloadBytes();

  /** The frame that tells the client. */
  RelayFrame frame();

  /** Another device's blob. */
  record Delivery(Deliver deliver) implements StreamItem {
    @Override
    public long lastCursor() {
      return deliver.getCursor();
    }

    @Override
    public int payloadBytes() {
      return deliver.getPayload().size();
    }

    @Override
    public RelayFrame frame() {
      return RelayFrame.newBuilder().setDeliver(deliver).build();
    }
  }

  /** A blob of the device itself from before this session: its PushAck, without credit. Later ones were answered already. */
  record OwnAck(PushAck pushAck) implements StreamItem {
    @Override
    public long lastCursor() {
      return pushAck.getCursor();
    }

    @Override
    public int payloadBytes() {
      return 0;
    }

    @Override
    public RelayFrame frame() {
      return RelayFrame.newBuilder().setPushAck(pushAck).build();
    }
  }

  /** A roster entry at its place in the log. */
  record RosterPlace(PlacedRosterEntry placed) implements StreamItem {
    @Override
    public long lastCursor() {
      return placed.getCursor();
    }

    @Override
    public int payloadBytes() {
      return 0;
    }

    @Override
    public RelayFrame frame() {
      return RelayFrame.newBuilder()
          .setRosterEntries(RosterEntries.newBuilder().addEntries(placed))
          .build();
    }
  }

  /** Cursors that cannot be delivered any more, both ends included. */
  record Missing(long from, long lastCursor, GapReason reason) implements StreamItem {
    @Override
    public int payloadBytes() {
      return 0;
    }

    @Override
    public RelayFrame frame() {
      return RelayFrame.newBuilder()
          .setGap(Gap.newBuilder().setFrom(from).setTo(lastCursor).setReason(reason))
          .build();
    }
  }
}
