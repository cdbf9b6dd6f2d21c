package dev.zerok.relay.edge;

import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.RosterEntries;
import dev.zerok.relay.core.RosterSlice;
import dev.zerok.relay.port.RosterView;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A group's root that is shown the roster, piece by piece as its line takes them (ADMIT-6). Lives on the connection's event loop.
 */
final class RootParty implements Party {
  private static final int PIECE_BYTES = 262_144;

  /** What it needs of its session. */
  interface Outlet {
    /** Sends a piece; behind the last one this party is over. */
    void show(RosterEntries piece);

    <T> void whenDone(CompletionStage<T> stage, Consumer<T> then);
  }

  private final RosterView roster;
  private final Outlet outlet;
  private int next;
  private boolean reading;

  RootParty(RosterView roster, Outlet outlet) {
    this.roster = roster;
    this.outlet = outlet;
  }

  @Override
  public void command(ClientFrame command) {
    throw new IllegalStateException("the session let " + command.getFrameCase() + " through");
  }

  @Override
  public void fill(long queuedBytes, long nowMillis) {
    if (!reading && next < roster.length() && queuedBytes < DeviceStream.LOW_WATER_BYTES) {
      reading = true;
      outlet.whenDone(roster.read(next, PIECE_BYTES), this::send);
    }
  }

  private void send(RosterSlice slice) {
    reading = false;
    next = slice.nextIndex();
    outlet.show(RosterEntries.newBuilder()
        .addAllEntries(slice.entries())
        .setMore(next < roster.length())
        .build());
  }

  @Override
  public void detach() {}
}
