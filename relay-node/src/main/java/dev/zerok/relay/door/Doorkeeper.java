package dev.zerok.relay.door;

import dev.zerok.relay.door.DoorAnswer.ComeAt;
import dev.zerok.relay.door.DoorAnswer.ComeIn;
import dev.zerok.relay.door.SlotTickets.Ticket;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Decides who comes in now and who gets a slot (DOOR-2, DOOR-4).
 *
 * <p>Room grows with time at the rate of handshakes, up to a burst, and each who comes in takes one. A newcomer comes in if there is
 * room beyond what those need who have a slot about now; otherwise he gets the next free slot. Who comes in his slot goes first: his
 * room was set aside, and he may take what newcomers will lack. Neither comes in while more handshakes wait inside than the machine
 * does in a second (who has a slot: two).
 *
 * <p>Memory: the schedule's fixed buckets, and the used tickets of the last slots, each of which cost its user a handshake.
 *
 * <p>Times are Unix milliseconds that do not go back within one process. Not thread-safe.
 */
public final class Doorkeeper {
  /** A ticket counts from its slot on for so long: lines are slow. */
  static final long SLOT_VALID_MILLIS = 10_000;

  /** And so long before: clocks run apart by some parts in ten thousand, over five minutes. */
  static final long EARLY_MILLIS = 250;

  /** Who came in his slot and could not be served comes again after one to two such times, whatever the others got. */
  static final long AGAIN_MILLIS = 1_000;

  /** Used tickets that are remembered, in each of two generations; beyond, a ticket counts as used. */
  static final int MOST_USED = 200_000;

  private static final long GENERATION_MILLIS = SLOT_VALID_MILLIS + EARLY_MILLIS;

  private final DoorPolicy policy;
  private final SlotSchedule schedule;
  private Set<Ticket> used = new HashSet<>();
  private Set<Ticket> usedBefore = new HashSet<>();
  private long generationBegan;
  private long now;
  private double room;
  private long roomCounted;

  public Doorkeeper(DoorPolicy policy, long nowMillis) {
    this.policy = policy;
    this.schedule = new SlotSchedule(nowMillis);
    this.generationBegan = nowMillis;
    this.now = nowMillis;
    this.roomCounted = nowMillis;
    this.room = Double.MAX_VALUE; // cut to the burst when the rate is known
  }

  /** What is known at the moment of a decision. */
  public record Moment(long nowMillis, double perSecond, int waitingInside, long draw) {}

  /**
   * Looks at a ticket; a ticket without a fault is used up by {@link #holder}.
   *
   * @return why it counts as none; empty if it counts
   */
  public Optional<TicketFault> fault(Ticket ticket, long nowMillis) {
    passTo(nowMillis);
    if (now < ticket.slotMillis() - EARLY_MILLIS) {
      return Optional.of(TicketFault.EARLY);
    }
    if (now > ticket.slotMillis() + SLOT_VALID_MILLIS) {
      return Optional.of(TicketFault.LATE);
    }
    boolean known =
        used.contains(ticket) || usedBefore.contains(ticket) || used.size() >= MOST_USED;
    return known ? Optional.of(TicketFault.USED) : Optional.empty();
  }

  /** Somebody without a ticket, or with one that counts as none. */
  public DoorAnswer newcomer(Moment moment) {
    double most = pass(moment);
    if (moment.waitingInside() < most && room >= 1 + schedule.expected()) {
      room--;
      return new ComeIn(false);
    }
    return new ComeAt(schedule.give(moment.perSecond(), moment.draw()));
  }

  /** Somebody in his slot, whose ticket has no {@link #fault}. It is used up. */
  public DoorAnswer holder(Ticket ticket, Moment moment) {
    double most = pass(moment);
    used.add(ticket);
    schedule.use(ticket.slotMillis());
    if (moment.waitingInside() < 2 * most && room > 1 - most) {
      room--;
      return new ComeIn(true);
    }
    long again = now + AGAIN_MILLIS + Long.remainderUnsigned(moment.draw(), AGAIN_MILLIS);
    schedule.giveAt(again);
    return new ComeAt(again);
  }

  private double pass(Moment moment) {
    passTo(moment.nowMillis());
    double most = policy.burstAt(moment.perSecond());
    room = Math.min(most, room + (now - roomCounted) * moment.perSecond() / 1_000);
    roomCounted = now;
    return most;
  }

  private void passTo(long nowMillis) {
    now = Math.max(now, nowMillis);
    schedule.passTo(now);
    if (now - generationBegan >= 2 * GENERATION_MILLIS) {
      used = new HashSet<>();
    }
    if (now - generationBegan >= GENERATION_MILLIS) {
      usedBefore = used;
      used = new HashSet<>();
      generationBegan = now;
    }
  }
}
