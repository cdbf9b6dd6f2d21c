package dev.zerok.relay.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.relay.door.DoorAnswer.ComeAt;
import dev.zerok.relay.door.DoorAnswer.ComeIn;
import dev.zerok.relay.door.SlotTickets.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class DoorkeeperTest {
  private static final long START = 1_800_000_000_000L;
  private static final DoorAnswer NOW = new ComeIn(false);
  private static final DoorAnswer IN_SLOT = new ComeIn(true);

  private final SplittableRandom dice = new SplittableRandom(1);
  private final Doorkeeper keeper = new Doorkeeper(new DoorPolicy(1, 1_000, 10), START);
  private long now = START;
  private int waiting;

  private DoorAnswer newcomer(double perSecond) {
    return keeper.newcomer(new Doorkeeper.Moment(now, perSecond, waiting, dice.nextLong()));
  }

  private DoorAnswer holder(Ticket ticket, double perSecond) {
    assertThat(keeper.fault(ticket, now)).isEmpty();
    return keeper.holder(ticket, new Doorkeeper.Moment(now, perSecond, waiting, dice.nextLong()));
  }

  private Ticket ticketOf(DoorAnswer answer) {
    return new Ticket(((ComeAt) answer).slotMillis(), dice.nextLong());
  }

  private void letBurstIn(double perSecond) {
    while (newcomer(perSecond).equals(NOW)) {
      // the burst
    }
  }

  private List<Ticket> ticketsOf(int newcomers, double perSecond) {
    List<Ticket> tickets = new ArrayList<>();
    for (int i = 0; i < newcomers; i++) {
      tickets.add(ticketOf(newcomer(perSecond)));
    }
    return tickets;
  }

  @Test
  @Tag("DOOR-2")
  void burst_comesIn_andTheOthersGetSlotsAtTheRateOfHandshakes() {
    List<DoorAnswer> answers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      answers.add(newcomer(4));
    }
    assertThat(answers).containsOnly(NOW);

    List<Ticket> tickets = ticketsOf(40, 4);

    assertThat(tickets).allSatisfy(
        ticket -> assertThat(ticket.slotMillis()).isBetween(START, START + 10_250));
    for (int second = 0; second < 10; second++) {
      long from = START + second * 1_000L + 250;
      assertThat(tickets).filteredOn(t -> t.slotMillis() >= from && t.slotMillis() < from + 1_000)
          .hasSize(4);
    }
  }

  @Test
  @Tag("DOOR-4")
  void whoComesInHisSlot_goesBeforeNewcomers() {
    letBurstIn(4);
    Ticket ticket = ticketsOf(40, 4).get(20);
    now = ticket.slotMillis();
    letBurstIn(4);

    assertThat(newcomer(4)).isInstanceOf(ComeAt.class);
    assertThat(holder(ticket, 4)).isEqualTo(IN_SLOT);
  }

  @Test
  @Tag("DOOR-4")
  void ticket_countsInItsSlotOnly_andOnce() {
    letBurstIn(4);
    Ticket ticket = ticketsOf(20, 4).get(19);

    assertThat(keeper.fault(ticket, now)).contains(TicketFault.EARLY);
    now = ticket.slotMillis() - Doorkeeper.EARLY_MILLIS - 1;
    assertThat(keeper.fault(ticket, now)).contains(TicketFault.EARLY);
    now = ticket.slotMillis();
    assertThat(holder(ticket, 4)).isEqualTo(IN_SLOT);
    assertThat(keeper.fault(ticket, now)).contains(TicketFault.USED);
    now = ticket.slotMillis() + Doorkeeper.SLOT_VALID_MILLIS;
    assertThat(keeper.fault(ticket, now)).contains(TicketFault.USED);
    now++;
    assertThat(keeper.fault(ticket, now)).contains(TicketFault.LATE);
  }

  @Test
  @Tag("DOOR-4")
  void ticketFromBeforeARestart_countsToo() {
    letBurstIn(4);
    Ticket given = ticketsOf(20, 4).get(19);
    Doorkeeper restarted = new Doorkeeper(new DoorPolicy(1, 1_000, 10), given.slotMillis() - 500);

    assertThat(restarted.fault(given, given.slotMillis())).isEmpty();
    assertThat(restarted.holder(given, new Doorkeeper.Moment(given.slotMillis(), 4, 0, 7)))
        .isEqualTo(IN_SLOT);
  }

  @Test
  @Tag("DOOR-2")
  void whileMoreWaitInsideThanASecondsWork_nobodyNewComesIn() {
    waiting = 10;
    assertThat(newcomer(4)).isInstanceOf(ComeAt.class);
    waiting = 9;
    assertThat(newcomer(4)).isEqualTo(NOW);
  }

  @Test
  @Tag("DOOR-4")
  void whoComesInHisSlotToAnOverloadedRelay_isToldASlotSoon_whateverTheOthersWereGiven() {
    letBurstIn(4);
    Ticket ticket = ticketsOf(1_000, 4).getFirst();
    now = ticket.slotMillis();
    waiting = 20;

    DoorAnswer again = holder(ticket, 4);

    assertThat(((ComeAt) again).slotMillis()).isBetween(now + 1_000, now + 2_000);
    assertThat(keeper.fault(ticket, now)).contains(TicketFault.USED);
  }

  @Test
  @Tag("DOOR-2")
  void roomOfThoseWhoStayAway_goesToNewcomers() {
    letBurstIn(100);
    ticketsOf(300, 100);
    now = START + 2_000; // 200 of them had their slots and did not come

    assertThat(newcomer(100)).isEqualTo(NOW);
  }

  @Test
  @Tag("DOOR-2")
  void askingForSlotsAndNeverComing_delaysOthersAQuarterAtMost() {
    letBurstIn(100);
    for (int quarter = 0; quarter < 240; quarter++) {
      now += 250;
      letBurstIn(100);
      ticketsOf(25, 100);
    }
    ticketsOf(4_000, 100);

    assertThat(((ComeAt) newcomer(100)).slotMillis() - now).isBetween(10_000L, 12_000L);
  }

  @Test
  @Tag("DOOR-2")
  void slots_lieWithinFiveMinutes_howeverManyAsk() {
    letBurstIn(10);

    assertThat(ticketsOf(20_000, 10)).allSatisfy(
        ticket -> assertThat(ticket.slotMillis()).isBetween(START, START + 300_000));
  }

  @Test
  void clockThatStandsStillOrGoesBack_breaksNothing() {
    letBurstIn(4);
    now = START - 5_000;

    assertThat(newcomer(4)).isInstanceOf(ComeAt.class);
    assertThat(((ComeAt) newcomer(4)).slotMillis()).isGreaterThanOrEqualTo(START);
  }

  @Test
  void sleepOfAWeek_forgetsEverySlotAndOpensTheDoor() {
    letBurstIn(4);
    Ticket ticket = ticketsOf(1_000, 4).getLast();
    now = START + 7L * 86_400_000;

    assertThat(keeper.fault(ticket, now)).contains(TicketFault.LATE);
    assertThat(newcomer(4)).isEqualTo(NOW);
  }
}
