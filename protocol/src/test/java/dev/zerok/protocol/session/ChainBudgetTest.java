package dev.zerok.protocol.session;

import static dev.zerok.protocol.session.SessionSamples.HELLO;
import static dev.zerok.protocol.session.SessionSamples.WELCOME;
import static dev.zerok.protocol.session.SessionSamples.bytes;
import static dev.zerok.protocol.session.SessionSamples.chainPart;
import static dev.zerok.protocol.session.SessionSamples.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.RosterPresent;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ChainBudgetTest {
  private static final long PART_CHARGE =
      20L * (entry(0).getSerializedSize() + ChainBudget.ENTRY_OVERHEAD_BYTES);

  /** No entry that is let in is smaller: 69 bytes. */
  private static final RosterEntry SMALLEST_ENTRY =
      RosterEntry.newBuilder().setBody(bytes(1, 1)).setSignature(bytes(64, 1)).build();
  private static final SessionEnded NO_ROOM =
      new SessionEnded(SessionEnded.NORMAL, null, "the client shall come back later");

  private final ChainBudget budget = new ChainBudget(2 * PART_CHARGE);

  @Test
  @Tag("ADMIT-3")
  void unfinishedChains_beyondTheNodesBudget_getRetryLater_whateverTheGroup() {
    RawClient first = atTheDoor();
    RawClient second = atTheDoor();
    second.relay.refused(0);
    first.send(chainPart(true, new int[20]));
    second.send(chainPart(true, new int[15]));
    second.received();

    second.send(chainPart(true, new int[20]));
    List<RelayFrame> last = second.received();

    assertThat(second.atRelay).endsWith(NO_ROOM);
    assertThat(last).singleElement().matches(RelayFrame::hasRetryLater);
    assertThat(last.get(0).getRetryLater().getAfterMillis()).isBetween(0, 60_000);
    assertThat(budget.heldBytes()).isEqualTo(PART_CHARGE);
    assertThat(first.relay.ended()).isFalse();
  }

  @Test
  @Tag("ADMIT-3")
  void everyEntry_isChargedItsBytesAndWhatItsObjectsTake_asSoonAsItIsHeld() {
    ChainBudget whole = new ChainBudget(ChainBudget.SMALLEST_BYTES);
    RawClient client = atTheDoor(whole);

    client.send(smallest(10_000));

    assertThat(client.relay.ended()).isFalse();
    assertThat(whole.heldBytes()).isEqualTo(10_000L * (69 + 192));
  }

  @Test
  @Tag("ADMIT-3")
  void smallEntries_thatFitAsBytesButNotAsEntries_getRetryLater_andAreNotPresented() {
    RawClient client = atTheDoor();
    client.relay.refused(0);
    client.received();
    client.atRelay.clear();

    client.send(smallest(100));

    assertThat(client.atRelay).containsExactly(NO_ROOM);
    assertThat(client.received()).singleElement().matches(RelayFrame::hasRetryLater);
    assertThat(budget.heldBytes()).isZero();
    assertThat(budget.turnedAway()).isEqualTo(1);
  }

  @Test
  @Tag("ADMIT-3")
  @Tag("ROSTER-8")
  void smallestBudget_hasRoomForTheLongestChain() {
    ChainBudget whole = new ChainBudget(ChainBudget.SMALLEST_BYTES);
    RawClient client = atTheDoor(whole);
    RosterEntry average = RosterEntry.newBuilder()
        .setBody(bytes(16 * 1_048_576 / 10_000 - 70, 1))
        .setSignature(bytes(64, 1))
        .build();

    for (int part = 0; part < 20; part++) {
      client.send(part(average, 500, part < 19));
    }

    assertThat(client.relay.ended()).isFalse();
    assertThat(whole.heldBytes())
        .isEqualTo(10_000L * (average.getSerializedSize() + ChainBudget.ENTRY_OVERHEAD_BYTES));
  }

  @Test
  @Tag("ADMIT-3")
  void recordsOfAPartThatIsNotComplete_countToo() {
    RawClient client = new RawClient(SessionSamples.relayConfig(budget), new FakeRandomSource("r"));
    byte[] record = new byte[16_384];
    record[0] = (byte) 0x81;
    record[2] = 1; // a frame of 65 536 bytes

    client.sendRecord(record);

    assertThat(client.atRelay).containsExactly(NO_ROOM);
    assertThat(budget.heldBytes()).isZero();
  }

  @Test
  @Tag("ADMIT-3")
  void verdictOrEnd_givesTheRoomBack() {
    RawClient admitted = atTheDoor();
    admitted.send(chainPart(false, new int[20]));
    assertThat(budget.heldBytes()).isEqualTo(PART_CHARGE);
    admitted.relay.admitted(WELCOME);
    assertThat(budget.heldBytes()).isZero();

    RawClient refused = atTheDoor();
    refused.relay.refused(0);
    refused.send(chainPart(false, new int[20]));
    assertThat(budget.heldBytes()).isEqualTo(PART_CHARGE);
    refused.relay.refused(0);
    assertThat(budget.heldBytes()).isZero();

    RawClient tooSlow = atTheDoor();
    tooSlow.relay.refused(0);
    tooSlow.send(chainPart(true, new int[20]));
    tooSlow.relay.tick(60_000);
    assertThat(budget.heldBytes()).isZero();

    RawClient gone = atTheDoor();
    gone.send(chainPart(true, new int[20]));
    gone.relay.close();
    gone.relay.close();
    assertThat(budget.heldBytes()).isZero();
  }

  @Test
  void fullBudget_doesNotKeepOutWhoPresentsNothing() {
    atTheDoor().send(chainPart(true, new int[20]));
    RawClient other = atTheDoor();
    other.send(chainPart(true, new int[20]));

    RawClient member = atTheDoor();
    member.relay.admitted(WELCOME);
    member.send(SessionSamples.push(1));

    assertThat(other.relay.ended()).isFalse();
    assertThat(member.relay.ended()).isFalse();
  }

  private static ClientFrame smallest(int entries) {
    return part(SMALLEST_ENTRY, entries, false);
  }

  private static ClientFrame part(RosterEntry entry, int times, boolean more) {
    return ClientFrame.newBuilder()
        .setRosterPresent(
            RosterPresent.newBuilder()
                .addAllEntries(Collections.nCopies(times, entry))
                .setMore(more))
        .build();
  }

  private RawClient atTheDoor() {
    return atTheDoor(budget);
  }

  private static RawClient atTheDoor(ChainBudget budget) {
    RawClient client = new RawClient(SessionSamples.relayConfig(budget), new FakeRandomSource("r"));
    client.send(SessionSamples.hello(HELLO));
    return client;
  }
}
