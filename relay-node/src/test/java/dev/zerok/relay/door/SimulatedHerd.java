package dev.zerok.relay.door;

import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.session.AdmissionSlot;
import dev.zerok.protocol.session.Reconnect;
import dev.zerok.protocol.session.ReconnectCause;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.wire.ReconnectWindow;
import dev.zerok.relay.door.SlotTickets.Ticket;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Many clients that lost their relay at one moment and come back by the client's own rules, to a relay that does so many handshakes a
 * second: with a door, or, for comparison, with nothing but a limit for strangers. Time is made up; equal seeds give equal runs.
 */
final class SimulatedHerd {
  private static final long MICROS = 1_000;
  private static final long START_MILLIS = 1_800_000_000_000L;
  private static final long PATIENCE_MICROS = 10_000_000;
  private static final int STRANGERS = 1_000;
  private static final int LINE_MILLIS = 80;

  /** How it went. */
  record Outcome(double seconds, double meanAttempts, int mostAttempts) {}

  private static final class Client {
    final Reconnect reconnect = new Reconnect();
    int attempts;
    boolean waits;
    @Nullable Ticket ticket;
  }

  private record Event(long atMicros, long order, Runnable what) {}

  private final int clients;
  private final long serviceMicros;
  private final double perSecond;
  private final boolean hasDoor;
  private final SplittableRandom dice;
  private final RandomSource random;
  private final Doorkeeper keeper =
      new Doorkeeper(DoorPolicy.DEFAULT, START_MILLIS);
  private final HandshakeLine<Client> line = new HandshakeLine<>();
  private final Deque<Client> queue = new ArrayDeque<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          Comparator.comparingLong(Event::atMicros).thenComparingLong(Event::order));
  private ReconnectWindow window = ReconnectWindow.getDefaultInstance();
  private long order;
  private long now = START_MILLIS * MICROS;
  private boolean busy;
  private int admitted;
  private long attempts;
  private int mostAttempts;

  private SimulatedHerd(int clients, int perSecond, boolean hasDoor, long seed) {
    this.clients = clients;
    this.perSecond = perSecond;
    this.serviceMicros = 1_000_000 / perSecond;
    this.hasDoor = hasDoor;
    this.dice = new SplittableRandom(seed);
    this.random = new FakeRandomSource(seed);
  }

  static Outcome atADoor(int clients, int perSecond, long seed) {
    return new SimulatedHerd(clients, perSecond, true, seed).run();
  }

  static Outcome withJitterAlone(int clients, int perSecond, long seed) {
    return new SimulatedHerd(clients, perSecond, false, seed).run();
  }

  /** The same where Welcome had named the window for so many (DOOR-6). */
  static Outcome atADoorWithAWindow(int clients, int perSecond, long seed) {
    int window = Math.toIntExact(ReconnectWindows.millis(clients, perSecond));
    SimulatedHerd herd = new SimulatedHerd(clients, perSecond, true, seed);
    herd.window = ReconnectWindow.newBuilder().setWindowMillis(window).build();
    return herd.run();
  }

  private Outcome run() {
    for (int i = 0; i < clients; i++) {
      Client client = new Client();
      client.reconnect.windowNamed(window);
      lost(client, new ReconnectCause.LostWithoutWord());
    }
    while (admitted < clients) {
      Event next = events.remove();
      now = next.atMicros();
      next.what().run();
    }
    return new Outcome(
        (now / MICROS - START_MILLIS) / 1_000.0, (double) attempts / clients, mostAttempts);
  }

  private void at(long micros, Runnable what) {
    events.add(new Event(micros, order++, what));
  }

  private void lost(Client client, ReconnectCause cause) {
    long delay = client.reconnect.nextDelayMillis(cause, now / MICROS, random).orElseThrow();
    at(now + (delay + dice.nextInt(LINE_MILLIS)) * MICROS, () -> arrive(client));
  }

  private void arrive(Client client) {
    client.attempts++;
    attempts++;
    mostAttempts = Math.max(mostAttempts, client.attempts);
    if (hasDoor) {
      knock(client);
    } else if (queue.size() < STRANGERS) {
      comeIn(client);
    } else {
      lost(client, new ReconnectCause.LostWithoutWord());
    }
  }

  private void knock(Client client) {
    long millis = now / MICROS;
    Doorkeeper.Moment moment =
        new Doorkeeper.Moment(millis, perSecond, line.size(), dice.nextLong());
    Ticket ticket = client.ticket;
    client.ticket = null; // used once
    DoorAnswer answer = ticket != null && keeper.fault(ticket, millis).isEmpty()
        ? keeper.holder(ticket, moment)
        : keeper.newcomer(moment);
    if (answer instanceof DoorAnswer.ComeAt later) {
      client.ticket = new Ticket(later.slotMillis(), dice.nextLong());
      lost(client,
          new ReconnectCause.GivenSlot(new AdmissionSlot(later.slotMillis() - millis, "t")));
    } else {
      comeIn(client);
    }
  }

  private void comeIn(Client client) {
    client.waits = true;
    if (hasDoor) {
      line.add(client, false);
    } else {
      queue.add(client);
    }
    at(now + PATIENCE_MICROS, () -> giveUp(client));
    serve();
  }

  private void giveUp(Client client) {
    if (client.waits && line.remove(client) | queue.remove(client)) {
      client.waits = false;
      lost(client, new ReconnectCause.LostWithoutWord());
    }
  }

  private void serve() {
    if (busy) {
      return;
    }
    Optional<Client> next = hasDoor ? line.next() : Optional.ofNullable(queue.poll());
    next.ifPresent(client -> {
      busy = true;
      client.waits = false;
      at(now + serviceMicros, () -> {
        busy = false;
        admitted++;
        serve();
      });
    });
  }
}
