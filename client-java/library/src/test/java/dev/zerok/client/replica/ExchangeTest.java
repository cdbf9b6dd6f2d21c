package dev.zerok.client.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.client.model.SyncEvent;
import dev.zerok.protocol.error.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ExchangeTest {
  private final ReplicaGroup group = ReplicaGroup.founded();
  private final FakeRelay relay = group.relay;
  private final ReplicaDevice first = group.first;
  private final ReplicaDevice second = group.join("second");
  private final ReplicaDevice third = group.join("third");

  @Test
  void pushes_reachEveryOtherDevice_inTheOrderOfTheLog() {
    first.push("a");
    second.push("b");
    relay.run();
    third.push("c");
    relay.run();

    assertThat(first.texts()).containsExactly("b", "c");
    assertThat(second.texts()).containsExactly("a", "c");
    assertThat(third.texts()).containsExactly("a", "b");
    assertThat(List.of(first, second, third))
        .allSatisfy(device -> assertThat(device.stopped()).isNull());
  }

  @Test
  @Tag("RECV-4")
  void runningHash_isEqualOnAllDevices_ownBlobsAndRosterEntriesIncluded() {
    first.push("a");
    second.push("b");
    first.push("c");
    relay.run();
    group.join("fourth");
    third.push("d");
    relay.run();

    long head = relay.entries.size();
    assertThat(List.of(first, second, third)).allSatisfy(
        device -> assertThat(device.replica.view().placeAt(head)).contains(relay.positionAt(head)));
  }

  @Test
  @Tag("PAIR-7")
  void everyAdd_isAnEventOnEveryDevice() {
    ReplicaDevice fourth = group.join("fourth");

    for (ReplicaDevice device : List.of(first, second, third)) {
      assertThat(device.events(SyncEvent.DeviceJoined.class))
          .contains(new SyncEvent.DeviceJoined(fourth.id(), false, false));
    }
    assertThat(fourth.events(SyncEvent.DeviceJoined.class))
        .containsExactly(new SyncEvent.DeviceJoined(fourth.id(), false, true));
  }

  @Test
  void offlinePushes_goOutLater_onceEach() {
    relay.disconnect(second);
    second.push("one");
    second.push("two");
    relay.connect(second);

    assertThat(first.texts()).containsExactly("one", "two");
    assertThat(second.replica.view().outboxCount()).isZero();
  }

  @Test
  @Tag("PUSH-2")
  void aPushWhoseAnswerWasLost_isSentAgainAsItWas_andArrivesOnce() {
    relay.lieTo = second;
    relay.lie = frames -> frames.stream()
        .filter(frame -> !frame.hasPushAck() && !frame.hasCaughtUp())
        .toList();
    second.push("one");
    relay.run();
    relay.disconnect(second);
    relay.connect(second);
    relay.lieTo = null;
    relay.disconnect(second);
    relay.connect(second);

    assertThat(relay.pushes).hasSize(2);
    assertThat(relay.pushes.get(0)).isEqualTo(relay.pushes.get(1));
    assertThat(first.texts()).containsExactly("one");
    assertThat(second.replica.view().outboxCount()).isZero();
  }

  @Test
  @Tag("RECV-2")
  void aCrashBetweenReceivingAndApplying_bringsTheBlobAgain_andOnlyThatOne() {
    first.push("one");
    relay.run();
    second.appIsFast = false;
    first.push("two");
    first.push("three");
    relay.run();
    assertThat(second.handedOver).isNotNull();
    second.crash();
    second.appIsFast = true;
    relay.connect(second);

    assertThat(second.texts()).containsExactly("one", "two", "three");
    assertThat(second.stopped()).isNull();
  }

  @Test
  void nothingIsAcknowledged_beforeTheAppHasAppliedIt() {
    second.appIsFast = false;
    long before = relay.acknowledged.getOrDefault(second.id(), 0L);
    first.push("one");
    first.push("two");
    relay.run();
    assertThat(relay.acknowledged.getOrDefault(second.id(), 0L)).isEqualTo(before);

    second.applyHandedOver();
    second.applyHandedOver();

    assertThat(relay.acknowledged.get(second.id())).isEqualTo(relay.entries.size());
  }

  @Test
  void aBlobThatIsWithTheAppWhenTheSessionEnds_isNotHandedOverTwice() {
    second.appIsFast = false;
    first.push("one");
    relay.run();
    relay.disconnect(second);
    relay.connect(second);
    assertThat(second.handedOver).isNotNull();

    second.applyHandedOver();

    assertThat(second.texts()).containsExactly("one");
    assertThat(relay.acknowledged.get(second.id())).isEqualTo(relay.entries.size());
  }

  @Test
  @Tag("PUSH-3")
  void aRefusedPush_isSentAgainLater_withAllThatFollow() {
    relay.refuseOnce.put(1L, ErrorCode.GROUP_QUOTA_EXCEEDED);
    second.push("one");
    second.push("two");
    second.push("three");
    relay.run();
    assertThat(first.texts()).isEmpty();
    assertThat(second.events(SyncEvent.PushDelayed.class)).hasSize(1);

    second.now += ReplicaLimits.DEFAULT_PUSH_PAUSE_MILLIS;
    second.pump();
    relay.run();

    assertThat(first.texts()).containsExactly("one", "two", "three");
  }

  @Test
  @Tag("RECV-7")
  void aPushThatCanNeverBeAccepted_isFilledWithAVoidThatNoAppSees() {
    relay.refuseOnce.put(2L, ErrorCode.BLOB_TOO_LARGE);
    second.push("one");
    second.push("too large");
    second.push("three");
    relay.run();

    assertThat(first.texts()).containsExactly("one", "three");
    assertThat(first.stopped()).isNull();
    assertThat(second.events(SyncEvent.PushRejected.class))
        .extracting(SyncEvent.PushRejected::deviceSeq)
        .containsExactly(2L);
    assertThat(relay.entries.get(relay.entries.size() - 1).push().getDeviceSeq()).isEqualTo(3);
  }

  @Test
  void ownPushes_areKeptUntilEveryOtherDeviceIsKnownToHaveThem() {
    first.push("one");
    relay.run();
    assertThat(first.replica.view().outbox()).hasSize(1);

    second.push("seen by second");
    relay.run();
    assertThat(first.replica.view().outbox()).hasSize(1);
    third.push("seen by third");
    relay.run();

    assertThat(first.replica.view().outbox()).isEmpty();
    first.push("two");
    relay.run();
    assertThat(second.texts()).endsWith("two");
  }

  @Test
  @Tag("RECV-4")
  void afterAGap_theRunningHashComesBackWithTheNextSignedPosition() {
    relay.disconnect(third);
    first.push("lost");
    relay.run();
    relay.expiredUpTo = relay.entries.size();
    relay.connect(third);
    assertThat(third.events(SyncEvent.GapReported.class)).hasSize(1);
    long head = relay.entries.size();
    assertThat(third.replica.view().placeAt(head)).isEmpty();

    second.push("carries second's position");
    relay.run();

    head = relay.entries.size();
    assertThat(third.replica.view().placeAt(head)).contains(relay.positionAt(head));
    assertThat(third.texts()).containsExactly("carries second's position");
    third.push("and on");
    relay.run();
    assertThat(first.texts()).endsWith("and on");
  }
}
