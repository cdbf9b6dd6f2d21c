package dev.zerok.protocol.session;

import static dev.zerok.protocol.session.SessionSamples.HELLO;
import static dev.zerok.protocol.session.SessionSamples.WELCOME;
import static dev.zerok.protocol.session.SessionSamples.chainPart;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.wire.RelayFrame;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ChainBudgetTest {
  private static final int PART_BYTES = chainPart(true, new int[20]).getSerializedSize();
  private static final int LAST_PART_BYTES =
      chainPart(false, new int[20]).getSerializedSize();
  private static final SessionEnded NO_ROOM =
      new SessionEnded(SessionEnded.NORMAL, null, "the client shall come back later");

  private final ChainBudget budget = new ChainBudget(2L * PART_BYTES);

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
    assertThat(budget.heldBytes()).isEqualTo(PART_BYTES);
    assertThat(first.relay.ended()).isFalse();
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
    assertThat(budget.heldBytes()).isEqualTo(LAST_PART_BYTES);
    admitted.relay.admitted(WELCOME);
    assertThat(budget.heldBytes()).isZero();

    RawClient refused = atTheDoor();
    refused.relay.refused(0);
    refused.send(chainPart(false, new int[20]));
    assertThat(budget.heldBytes()).isEqualTo(LAST_PART_BYTES);
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

  private RawClient atTheDoor() {
    RawClient client = new RawClient(SessionSamples.relayConfig(budget), new FakeRandomSource("r"));
    client.send(SessionSamples.hello(HELLO));
    return client;
  }
}
