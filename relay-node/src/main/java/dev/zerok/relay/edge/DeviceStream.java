package dev.zerok.relay.edge;

import dev.zerok.protocol.session.Features;
import dev.zerok.protocol.wire.CaughtUp;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.Reset;
import dev.zerok.protocol.wire.RosterEntries;
import dev.zerok.relay.core.FeedState;
import dev.zerok.relay.core.ReadRequest;
import dev.zerok.relay.core.RosterSlice;
import dev.zerok.relay.core.StreamItem;
import dev.zerok.relay.core.StreamSlice;
import dev.zerok.relay.port.AdmissionResult.Admitted;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * What an admitted device is sent by itself: the roster entries that it lacks, then Reset and nothing more, or
 * its stream (LOG-3, DELIV-2). Reads the next piece only when the piece before has nearly left, so that a
 * session holds little more than one piece, however fast its group and however slow its device.
 *
 * <p>Lives on the connection's event loop.
 */
final class DeviceStream {
  /** A new piece is read when less than this waits to be sent. */
  static final int LOW_WATER_BYTES = 65_536;

  private static final int ROSTER_PIECE_BYTES = 262_144;

  private final Admitted admitted;
  private final Outlet outlet;
  private final EdgeObserver observer;
  private final FeedState feed;
  private int nextRosterIndex;
  private boolean rosterDone;
  private boolean resetTold;
  private boolean reading;

  /** What the stream needs of its session: a place to send to, and its event loop for what comes later. */
  interface Outlet {
    void send(RelayFrame frame);

    /** Runs {@code then} on the event loop with the stage's value, unless the session is over by then. */
    <T> void whenDone(CompletionStage<T> stage, Consumer<T> then);
  }

  DeviceStream(Admitted admitted, Hello hello, Outlet outlet, EdgeObserver observer) {
    this.admitted = admitted;
    this.outlet = outlet;
    this.observer = observer;
    this.feed =
        new FeedState(admitted.streamFrom(), admitted.welcome().getHeadCursor(),
            hello.getReceiveWindow(), Features.pulls(hello));
    this.nextRosterIndex = admitted.rosterFrom();
    this.rosterDone = nextRosterIndex >= admitted.welcome().getRosterHead().getLength();
  }

  void headMoved(long head) {
    feed.headMoved(head);
  }

  void received(long cursor) {
    feed.received(cursor);
  }

  /** The client pulls (PULL-2). */
  void pull(long blobs) {
    feed.pull(blobs);
  }

  /** Whether Welcome's roster entries were sent. */
  boolean isRosterSent() {
    return rosterDone;
  }

  /** Reads on if little waits and there is something to read. */
  void fill(long queuedBytes) {
    if (reading || queuedBytes >= LOW_WATER_BYTES) {
      return;
    }
    if (!rosterDone) {
      reading = true;
      outlet.whenDone(
          admitted.session().readRoster(nextRosterIndex, ROSTER_PIECE_BYTES), this::sendRoster);
      return;
    }
    Reset reset = admitted.reset();
    if (reset != null) {
      tellReset(reset);
      return;
    }
    Optional<ReadRequest> next = feed.nextRead();
    if (next.isPresent()) {
      reading = true;
      outlet.whenDone(admitted.session().read(next.get()), this::sendItems);
    } else {
      tellRest();
    }
  }

  private void tellRest() {
    feed.takeRest().ifPresent(rest -> {
      CaughtUp caughtUp =
          CaughtUp.newBuilder().setCursor(rest.cursor()).setMore(rest.more()).build();
      outlet.send(RelayFrame.newBuilder().setCaughtUp(caughtUp).build());
    });
  }

  private void tellReset(Reset reset) {
    if (!resetTold) {
      resetTold = true;
      outlet.send(RelayFrame.newBuilder().setReset(reset).build());
    }
  }

  private void sendRoster(RosterSlice slice) {
    reading = false;
    nextRosterIndex = slice.nextIndex();
    rosterDone = slice.entries().isEmpty() || slice.nextIndex() >= slice.length();
    if (!slice.entries().isEmpty()) {
      RosterEntries entries = RosterEntries.newBuilder().addAllEntries(slice.entries()).build();
      outlet.send(RelayFrame.newBuilder().setRosterEntries(entries).build());
    }
  }

  private void sendItems(StreamSlice slice) {
    reading = false;
    for (StreamItem item : slice.items()) {
      outlet.send(item.frame());
      if (item.payloadBytes() > 0) {
        observer.delivered(item.payloadBytes());
      }
    }
    feed.readDone(slice);
    tellRest();
  }
}
