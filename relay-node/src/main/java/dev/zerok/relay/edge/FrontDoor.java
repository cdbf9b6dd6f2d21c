package dev.zerok.relay.edge;

import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.session.AdmissionSlot;
import dev.zerok.protocol.session.SubProtocol;
import dev.zerok.relay.door.DoorAnswer;
import dev.zerok.relay.door.DoorPolicy;
import dev.zerok.relay.door.Doorkeeper;
import dev.zerok.relay.door.HandshakeRate;
import dev.zerok.relay.door.ReconnectWindows;
import dev.zerok.relay.door.SlotTickets;
import dev.zerok.relay.door.SlotTickets.Ticket;
import dev.zerok.relay.door.TicketFault;
import dev.zerok.relay.port.TimeSource;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The door of a node, over all its event loops: gives the rules of {@code door} the time, randomness and numbers that they decide by.
 * A decision costs one HMAC, two for a client that shows a ticket (DOOR-2). Any thread.
 */
public final class FrontDoor {
  private final SlotTickets tickets;
  private final HandshakeRate rate;
  private final RandomSource random;
  private final TimeSource time;
  private final EdgeObserver observer;
  private final Doorkeeper keeper;
  private final long wallAheadMillis;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger sessions = new AtomicInteger();
  private final AtomicInteger toldToReturn = new AtomicInteger();
  private final AtomicLong windowOfReturn = new AtomicLong();

  /**
   * @param loops event loops that do handshakes
   * @param ticketSecret the key of tickets is derived from it; not kept
   */
  public FrontDoor(
      DoorPolicy policy, int loops, Crypto crypto, Secret ticketSecret, RandomSource random,
      TimeSource time, EdgeObserver observer) {
    this.tickets = new SlotTickets(crypto, ticketSecret);
    this.rate = new HandshakeRate(policy, loops);
    this.random = random;
    this.time = time;
    this.observer = observer;
    // Wall time, for tickets outlive the process; but one that no step of the clock disturbs while it runs.
    this.wallAheadMillis = time.wallMillis() - time.monotonicMillis();
    this.keeper = new Doorkeeper(policy, now());
  }

  /**
   * A client asks to come in, before anything is spent on it.
   *
   * @param offered the sub-protocols that it offers, perhaps a ticket among them
   * @return empty: it may begin its handshake; else when to come back
   */
  Optional<AdmissionSlot> knock(List<String> offered) {
    Optional<String> shown = SubProtocol.ticket(offered);
    Optional<Ticket> ticket = shown.flatMap(tickets::read);
    if (shown.isPresent() && ticket.isEmpty()) {
      observer.ticketRefused(TicketFault.FORGED);
    }
    ByteBuffer drawn = ByteBuffer.wrap(random.bytes(2 * Long.BYTES));
    long now = now();
    DoorAnswer answer = decide(
        ticket,
        new Doorkeeper.Moment(now, rate.perSecond(), waiting.get(), drawn.getLong()));
    if (answer instanceof DoorAnswer.ComeAt later) {
      observer.slotGiven();
      String text = tickets.issue(new Ticket(later.slotMillis(), drawn.getLong()));
      return Optional.of(new AdmissionSlot(later.slotMillis() - now, text));
    }
    observer.letIn(answer.equals(new DoorAnswer.ComeIn(true)));
    return Optional.empty();
  }

  private DoorAnswer decide(Optional<Ticket> ticket, Doorkeeper.Moment moment) {
    synchronized (keeper) {
      if (ticket.isEmpty()) {
        return keeper.newcomer(moment);
      }
      Optional<TicketFault> fault = keeper.fault(ticket.get(), moment.nowMillis());
      if (fault.isEmpty()) {
        return keeper.holder(ticket.get(), moment);
      }
      observer.ticketRefused(fault.get());
      return keeper.newcomer(moment);
    }
  }

  /** What handshakes cost here. */
  HandshakeRate rate() {
    return rate;
  }

  /** A handshake waits for its event loop, or does not any more. */
  void waits(int more) {
    waiting.addAndGet(more);
  }

  void sessionOpened() {
    sessions.incrementAndGet();
  }

  void sessionClosed() {
    sessions.decrementAndGet();
  }

  /** Within which time the sessions of now can come back if this node vanishes (DOOR-6). */
  public long windowMillis() {
    return ReconnectWindows.millis(sessions.get(), rate.perSecond());
  }

  /** The next one's own time to come back, for a node that goes down (SESS-6). */
  long returnAfterMillis() {
    windowOfReturn.compareAndSet(0, windowMillis());
    return ReconnectWindows.returnAfter(toldToReturn.getAndIncrement(), windowOfReturn.get());
  }

  /** Handshakes that wait for an event loop. */
  public int waiting() {
    return waiting.get();
  }

  /** Handshakes that are let in each second at most. */
  public double perSecond() {
    return rate.perSecond();
  }

  private long now() {
    return wallAheadMillis + time.monotonicMillis();
  }
}
