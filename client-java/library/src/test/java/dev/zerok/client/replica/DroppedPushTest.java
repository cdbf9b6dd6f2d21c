package dev.zerok.client.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.client.model.SyncEvent;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.wire.Role;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A push waits whose predecessor every device has, so that it was dropped here: it is still sealed anew behind that predecessor. */
class DroppedPushTest {
  private final ReplicaGroup group = ReplicaGroup.founded();
  private final ReplicaDevice first = group.first;
  private final ReplicaDevice second = group.join("second", Role.ROLE_ADMIN);
  private final ReplicaDevice third = group.join("third");

  private void waitBehindADroppedPush() {
    second.push("one");
    group.relay.run();
    first.push("seen by the first");
    third.push("seen by the third");
    group.relay.run();
    assertThat(second.replica.view().outbox()).as("everyone has it").isEmpty();
    group.relay.disconnect(second);
    second.push("two");
  }

  private void removeTheThird() {
    first.command(new RosterCommand.Remove(third.id()));
    group.relay.run();
  }

  @Test
  @Tag("PUSH-4")
  void pushOfAnEarlierEpoch_isSealedAnewBehindADroppedOne() {
    waitBehindADroppedPush();
    removeTheThird();

    group.relay.connect(second);

    assertThat(first.texts()).containsExactly("one", "seen by the third", "two");
    assertThat(first.stopped()).isNull();
    assertThat(second.replica.view().outboxCount()).isZero();
  }

  @Test
  @Tag("PUSH-4")
  void pushOfAnEarlierEpoch_isSealedAnewBehindADroppedOne_alsoAfterACrash() {
    waitBehindADroppedPush();
    removeTheThird();
    second.crash();

    group.relay.connect(second);

    assertThat(first.texts()).containsExactly("one", "seen by the third", "two");
    assertThat(first.stopped()).isNull();
  }

  @Test
  @Tag("PUSH-4")
  void anotherChangeOfTheEpochMeanwhile_leavesTheChainAsItIs() {
    waitBehindADroppedPush();
    removeTheThird();
    first.command(new RosterCommand.Remove(group.join("fourth").id()));
    group.relay.run();

    group.relay.connect(second);
    second.push("three");
    group.relay.run();

    assertThat(first.texts()).containsExactly("one", "seen by the third", "two", "three");
    assertThat(first.stopped()).isNull();
  }

  @Test
  void pushRefusedForGood_isVoidedBehindADroppedOne() {
    waitBehindADroppedPush();
    group.relay.refuseOnce.put(2L, ErrorCode.BLOB_TOO_LARGE);

    group.relay.connect(second);
    second.push("three");
    group.relay.run();

    assertThat(second.events(SyncEvent.PushRejected.class)).hasSize(1);
    assertThat(first.texts()).containsExactly("one", "seen by the third", "three");
    assertThat(first.stopped()).isNull();
  }

  /** The first of two was sealed anew, sent and never answered; when its place comes the stream shows that all others have it. */
  @Test
  @Tag("PUSH-4")
  void placedPush_isKeptUntilTheOneBehindItNamesIt() {
    ReplicaDevice fourth = group.join("fourth");
    group.relay.disconnect(second);
    second.push("one");
    second.push("two");
    first.command(new RosterCommand.Remove(fourth.id()));
    group.relay.run();
    group.relay.maxInFlight = 1;
    group.relay.lieTo = second;
    group.relay.lie = frames -> frames.stream().filter(frame -> !frame.hasPushAck()).toList();
    group.relay.connect(second);
    assertThat(first.texts()).containsExactly("one");
    group.relay.disconnect(second);
    group.relay.lieTo = null;
    first.push("seen by the first");
    third.push("seen by the third");
    group.relay.run();

    group.relay.connect(second);

    assertThat(first.texts()).containsExactly("one", "seen by the third", "two");
    assertThat(first.stopped()).isNull();
    assertThat(second.store.load().outbox()).containsOnlyKeys(2L);
  }
}
