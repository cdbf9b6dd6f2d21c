package dev.zerok.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.wire.Error;
import dev.zerok.protocol.wire.GoAwayReason;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.Push;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.relay.core.GroupUsage;
import dev.zerok.relay.core.PushRate;
import dev.zerok.relay.core.Quotas;
import dev.zerok.relay.core.RefusalReason;
import dev.zerok.relay.core.ShardCommand;
import dev.zerok.relay.core.ShardPolicy;
import dev.zerok.relay.port.AdmissionResult;
import dev.zerok.relay.port.RelayStopping;
import dev.zerok.relay.port.StoreBatch;
import dev.zerok.relay.port.WaitReason;
import dev.zerok.relay.testkit.FakeDeviceSink;
import dev.zerok.relay.testkit.FolderSearch;
import dev.zerok.relay.testkit.Payloads;
import dev.zerok.relay.testkit.RelayHarness;
import dev.zerok.relay.testkit.TestDevice;
import dev.zerok.relay.testkit.TestGroup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the relay gives to whom, and that what it counts outlives it. */
class QuotaTest {
  private static final int SIZE = 1_000;

  @TempDir Path folder;

  private RelayHarness relay;
  private TestDevice a;
  private TestDevice b;

  @BeforeEach
  void start() {
    relay = RelayHarness.startIn(folder);
    List<TestDevice> devices = TestGroup.connected(relay, "g", 2);
    a = devices.get(0);
    b = devices.get(1);
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  private void restart(long device, long total, long month, PushRate group) {
    relay.close();
    Quotas quotas = new Quotas(device, total, month, group);
    relay = RelayHarness.in(folder).policy(ShardPolicy.DEFAULT.with(quotas)).start();
    a.connect(relay);
    b.connect(relay);
  }

  private void restart(long device, long total, long month) {
    restart(device, total, month, Quotas.DEFAULT.groupRate());
  }

  private static Push push(TestDevice device, String name) {
    return device.nextPush(Payloads.of(name, SIZE)).build();
  }

  @Test
  @Tag("PUSH-5")
  @Tag("PUSH-9")
  void deviceThatStoredItsShare_isRefused_othersAreNot_andItGoesOnWhenThatIsFetched() {
    long first = a.push(push(a, "1")).getCursor();
    restart(2 * SIZE, 0, 0);
    long second = a.push(push(a, "2")).getCursor();
    Push third = push(a, "3");

    Error refused = a.pushRefused(third);

    assertThat(refused.getCode()).isEqualTo(ErrorCode.GROUP_QUOTA_EXCEEDED.code());
    assertThat(refused.getDeviceSeq()).isEqualTo(3);
    assertThat(refused.getMessage()).contains("as much as one device may");
    b.push(push(b, "other"));
    relay.router.tick();
    relay.settle();
    assertThat(a.sink.soFar()).noneMatch(FakeDeviceSink.Call.Answer.class::isInstance);
    b.apply(first);
    relay.settle();
    relay.router.tick();
    assertThat(a.sink.nextAnswer().hasNotice()).isTrue();
    assertThat(a.push(third).getCursor()).isEqualTo(second + 2);
  }

  @Test
  @Tag("PUSH-5")
  void relayThatHoldsAllItMay_refusesEveryGroup_untilSomethingIsFetched() {
    long cursor = a.push(push(a, "1")).getCursor();
    TestGroup others = TestGroup.founded("other");
    others.join();
    restart(0, 2 * SIZE + rosterBytes(a.group()) + rosterBytes(others), 0);
    others.install(relay);
    TestDevice other = others.first;
    other.push(push(other, "2"));
    Push next = push(other, "3");

    Error refused = other.pushRefused(next);

    assertThat(refused.getCode()).isEqualTo(ErrorCode.STORAGE_FULL.code());
    assertThat(refused.getMessage()).contains("Tell the relay's operator");
    b.apply(cursor);
    relay.settle();
    assertThat(other.push(next).getDeviceSeq()).isEqualTo(2);
  }

  private static long rosterBytes(TestGroup group) {
    return group.fixture.entries.stream().mapToLong(RosterEntry::getSerializedSize).sum();
  }

  @Test
  @Tag("ADMIT-4")
  @Tag("PUSH-5")
  void rosters_countForWhatTheRelayMayHold_andAFullOneTakesNoChain_butARemove() {
    restart(0, rosterBytes(a.group()), 0); // nothing but the roster is stored, and it fills the relay
    TestGroup unknown = TestGroup.founded("unknown");
    assertThat(a.pushRefused(push(a, "1")).getCode()).isEqualTo(ErrorCode.STORAGE_FULL.code());
    AdmissionResult later = new AdmissionResult.Busy(30_000);
    assertThat(present(unknown.first)).isEqualTo(later);

    a.session().append(a.group().removal(b));
    assertThat(b.sink.awaitEviction().reason()).isEqualTo(GoAwayReason.GO_AWAY_REASON_REMOVED);
    assertThat(present(a.group().join())).isEqualTo(later);
    assertThat(relay.meter.waits()).containsExactly(WaitReason.TOTAL_FULL, WaitReason.TOTAL_FULL);

    RelayHarness.await(relay.router.erase(a.group().id()));
    assertThat(present(unknown.first)).isInstanceOf(AdmissionResult.Admitted.class);
  }

  private AdmissionResult present(TestDevice device) {
    return relay.present(device.noiseKey(), device.group().id(), Hello.getDefaultInstance(),
        device.group().fixture.entries, new FakeDeviceSink());
  }

  @Test
  void erase_onARelayThatStops_failsAtOnce_andTheGroupStays() {
    RelayHarness.await(relay.router.drain());

    assertThat(relay.router.erase(a.group().id()))
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableThat()
        .withCauseInstanceOf(RelayStopping.class);

    try (StoreBatch batch = relay.store.begin()) {
      assertThat(batch.group(a.group().id())).isPresent();
    }
  }

  @Test
  @Tag("PUSH-5")
  @Tag("PUSH-9")
  void groupThatPushedAMonthsWorth_isToldWhenItGoesOn_alsoAfterARestart() {
    restart(0, 0, 2 * SIZE);
    b.apply(a.push(push(a, "1")).getCursor());
    b.push(push(b, "2"));
    restart(0, 0, 2 * SIZE);
    Push third = push(a, "3");

    Error refused = a.pushRefused(third);

    assertThat(refused.getCode()).isEqualTo(ErrorCode.GROUP_QUOTA_EXCEEDED.code());
    assertThat(refused.getMessage()).contains("it goes on at 2027-02-01 00:00 UTC");
    assertThat(refused.getRetryAfterMillis()).isEqualTo(3_600_000);
    relay.time.pass(Duration.ofDays(17).toMillis());
    relay.router.tick();
    assertThat(a.sink.nextAnswer().hasNotice()).isTrue();
    assertThat(a.push(third).getDeviceSeq()).isEqualTo(2);
  }

  @Test
  @Tag("PUSH-7")
  void groupAtItsRate_isToldOfLessCredit_andOfMoreWithTime_butNeverRefused() {
    PushRate group = new PushRate(60, 1_001, 1L << 30, 1L << 30);
    restart(0, 0, 0, group);
    // The first took a whole burst of its own; one push is left of the group's.
    assertThat(a.admission().welcome().getPushCredit().getPushes()).isEqualTo(1_000);
    assertThat(b.admission().welcome().getPushCredit().getPushes()).isEqualTo(1);
    b.push(push(b, "1"));

    relay.time.pass(2_000);
    relay.router.tick();

    assertThat(b.sink.nextAnswer().getNotice().getPushCredit().getPushes()).isEqualTo(3);
    b.push(push(b, "2"));
  }

  @Test
  @Tag("PUSH-7")
  void deviceThatComesBackWithAnEmptyBucket_hearsOfMoreCreditWithoutPushing() {
    restart(0, 0, 0, new PushRate(60, 1_000, 1L << 30, 1L << 30));
    assertThat(b.admission().welcome().getPushCredit().getPushes()).isZero();

    relay.time.pass(1_000);
    relay.router.tick();

    assertThat(b.sink.nextAnswer().getNotice().getPushCredit().getPushes()).isEqualTo(1);
  }

  @Test
  void usage_isKeptPerGroupAndDevice() {
    a.push(push(a, "1"));
    a.push(push(a, "2"));
    b.push(push(b, "3"));
    b.apply(3);
    relay.settle();
    try (StoreBatch batch = relay.store.begin()) {
      GroupUsage usage = batch.usage(a.group().id());
      assertThat(usage.pushedBytes()).isEqualTo(3 * SIZE);
      assertThat(usage.month()).isEqualTo(2027 * 12);
      assertThat(usage.activeHour()).isEqualTo(500_000);
      assertThat(batch.storedBytes(a.group().id()))
          .containsOnly(java.util.Map.entry(a.id(), (long) SIZE),
              java.util.Map.entry(b.id(), (long) SIZE));
      assertThat(batch.storedBytes()).isEqualTo(2 * SIZE + rosterBytes(a.group()));
    }
  }

  @Test
  void erasedGroup_isGoneFromEveryFile_itsSessionsAreTold_andItStaysAway() {
    var payload = Payloads.of("x", 5_000);
    a.push(a.nextPush(payload).build());
    assertThat(FolderSearch.filesWith(folder, payload)).as("positive control").isNotEmpty();
    a.sink.soFar();

    relay.log.require(new ShardCommand.Erase(a.group().id()));

    assertThat(a.sink.awaitEviction())
        .isEqualTo(
            new FakeDeviceSink.Call.Evicted(null, GoAwayReason.GO_AWAY_REASON_GROUP_CLOSED));
    RelayHarness.await(relay.store.whenReclaimed());
    assertThat(FolderSearch.filesWith(folder, payload)).isEmpty();
    assertThat(FolderSearch.filesWith(folder, a.id().bytes())).isEmpty();
    assertThat(
        relay.present(a.noiseKey(), a.group().id(), Hello.getDefaultInstance(),
            a.group().fixture.entries, new FakeDeviceSink()))
        .isEqualTo(new AdmissionResult.Refused(RefusalReason.GROUP_CLOSED));
    try (StoreBatch batch = relay.store.begin()) {
      assertThat(batch.storedBytes()).isZero();
    }
  }

  @Test
  @Tag("DEL-2")
  void relayWithNothingToDo_forcesTheDiskOnceAMinute() {
    relay.settle();
    long before = relay.store.logSyncs();

    for (int minute = 0; minute < 60; minute++) {
      relay.serve(60_000);
    }

    assertThat(relay.store.logSyncs() - before).isEqualTo(60);
  }
}
