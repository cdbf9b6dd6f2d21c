package dev.zerok.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.position.LogHashes;
import dev.zerok.protocol.session.Features;
import dev.zerok.protocol.wire.GoAwayReason;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.PushAck;
import dev.zerok.protocol.wire.Reset;
import dev.zerok.protocol.wire.ResetReason;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.SessionLimits;
import dev.zerok.protocol.wire.Welcome;
import dev.zerok.relay.core.PushRate;
import dev.zerok.relay.core.RefusalReason;
import dev.zerok.relay.core.RosterSlice;
import dev.zerok.relay.core.StreamItem;
import dev.zerok.relay.port.AdmissionResult;
import dev.zerok.relay.testkit.FakeDeviceSink;
import dev.zerok.relay.testkit.Payloads;
import dev.zerok.relay.testkit.RelayHarness;
import dev.zerok.relay.testkit.TestDevice;
import dev.zerok.relay.testkit.TestGroup;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionTest {
  private static final AdmissionResult NOT_A_MEMBER =
      new AdmissionResult.Refused(RefusalReason.NOT_A_MEMBER);

  @TempDir Path folder;
  private RelayHarness relay;

  @BeforeEach
  void start() {
    relay = RelayHarness.startIn(folder);
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  @Test
  @Tag("ADMIT-1")
  void hello_ofADeviceInTheGroup_isWelcomedWithWhatTheRelayKnows() {
    List<TestDevice> devices = TestGroup.connected(relay, "g", 2);
    TestDevice sender = devices.get(0);
    TestDevice reader = devices.get(1);
    PushAck first = sender.push(Payloads.of("one"));
    PushAck second = sender.push(Payloads.of("two"));
    sender.apply(first.getCursor());
    relay.settle();

    sender.connect(relay);

    Welcome welcome = sender.admission().welcome();
    assertThat(welcome.getLogId().size()).isEqualTo(LogId.LENGTH);
    assertThat(welcome.getOwnPushHash().size()).isEqualTo(32);
    assertThat(welcome.toBuilder().clearLogId().clearOwnPushHash().clearHeadRunningHash().build())
        .isEqualTo(
            Welcome.newBuilder()
                .setFeatures(Features.PRESENCE)
                .setHeadCursor(second.getCursor())
                .setOwnDeviceSeq(2)
                .setOwnApplied(first.getCursor())
                .setStoredBytes(2L * Limits.PAYLOAD_FLOOR_BYTES)
                .setQuotaBytes(Limits.DEFAULT_GROUP_BYTES)
                .setPushCredit(second.getPushCredit()
                    .toBuilder()
                    .setPushes(PushRate.DEFAULT.pushBurst() - 2)
                    .setBytes(PushRate.DEFAULT.byteBurst() - 2L * Limits.PAYLOAD_FLOOR_BYTES))
                .setLimits(
                    SessionLimits.newBuilder()
                        .setMaxPayloadBytes(Limits.PAYLOAD_BYTES)
                        .setDefaultTtlSeconds(Limits.DEFAULT_TTL_SECONDS)
                        .setMaxTtlSeconds(Limits.MAX_TTL_SECONDS)
                        .setMaxPushesInFlight(Limits.PUSHES_UNANSWERED))
                .setServerTimeMillis(relay.time.wallMillis())
                .setRosterHead(sender.group().fixture.roster.head())
                .build());
    reader.connect(relay);
    assertThat(reader.admission().welcome().getPendingCount()).isEqualTo(2);
    assertThat(reader.admission().welcome().getPendingBytes())
        .isEqualTo(2L * Limits.PAYLOAD_FLOOR_BYTES);
  }

  @Test
  @Tag("ADMIT-1")
  void hello_withTheKeyOfADeviceOfAnotherGroup_isRefused() {
    TestDevice here = TestGroup.connected(relay, "here", 1).getFirst();
    TestDevice there = TestGroup.connected(relay, "there", 1).getFirst();

    AdmissionResult result =
        relay.hello(here.noiseKey(), there.group().id(), Hello.getDefaultInstance(),
            new FakeDeviceSink());

    assertThat(result).isEqualTo(NOT_A_MEMBER);
  }

  @Test
  @Tag("ADMIT-2")
  void hello_ofUnknownGroupStrangerAndRemovedDevice_getTheSameRefusal() {
    List<TestDevice> devices = TestGroup.connected(relay, "g", 2);
    TestDevice admin = devices.get(0);
    TestDevice removed = devices.get(1);
    admin.session().append(admin.group().removal(removed));
    removed.sink.awaitEviction();
    TestGroup unknown = TestGroup.founded("unknown");

    assertThat(List.of(
        relay.hello(unknown.first.noiseKey(), unknown.id(), Hello.getDefaultInstance(),
            new FakeDeviceSink()),
        relay.hello(unknown.first.noiseKey(), admin.group().id(), Hello.getDefaultInstance(),
            new FakeDeviceSink()),
        relay.hello(removed.noiseKey(), admin.group().id(), Hello.getDefaultInstance(),
            new FakeDeviceSink())))
        .containsOnly(NOT_A_MEMBER);
    assertThat(relay.meter.refusals()).contains(RefusalReason.NOT_A_MEMBER);
  }

  @Test
  @Tag("ADMIT-5")
  void removal_ofAConnectedDevice_givesItTheEntryThenEndsItsSession() {
    List<TestDevice> devices = TestGroup.connected(relay, "g", 3);
    TestDevice admin = devices.get(0);
    TestDevice removed = devices.get(1);
    TestDevice stays = devices.get(2);
    RosterEntry removal = admin.group().removal(removed);

    admin.session().append(removal);

    FakeDeviceSink.Call.Evicted evicted = removed.sink.awaitEviction();
    assertThat(evicted.reason()).isEqualTo(GoAwayReason.GO_AWAY_REASON_REMOVED);
    assertThat(evicted.lastEntry()).isNotNull();
    assertThat(evicted.lastEntry().getRosterEntries().getEntries(0).getEntry()).isEqualTo(removal);
    assertThat(evicted.lastEntry().getRosterEntries().getEntries(0).getCursor()).isEqualTo(4);
    stays.sink.awaitHead(4);
    assertThat(removed.readAll()).isEmpty();
  }

  @Test
  @Tag("ADMIT-5")
  void push_ofADeviceRemovedJustBefore_isNeitherStoredNorAnswered() {
    List<TestDevice> devices = TestGroup.connected(relay, "g", 3);
    TestDevice admin = devices.get(0);
    TestDevice removed = devices.get(1);
    int stored = relay.meter.stored();

    // Both wait for the log together: the push was taken while the device was still a member.
    admin.session().append(admin.group().removal(removed));
    removed.session().push(removed.nextPush(Payloads.of("late")).build());
    removed.sink.awaitEviction();
    relay.settle();

    assertThat(relay.meter.stored()).isEqualTo(stored);
    assertThat(removed.sink.soFar()).isEmpty();
    assertThat(devices.get(2).payloads()).isEmpty();
  }

  @Test
  @Tag("SESS-4")
  void hello_ofADeviceThatIsConnected_displacesTheEarlierSession() {
    TestDevice device = TestGroup.connected(relay, "g", 1).getFirst();
    FakeDeviceSink earlier = device.sink;
    var earlierSession = device.session();

    device.connect(relay);

    assertThat(earlier.awaitEviction())
        .isEqualTo(new FakeDeviceSink.Call.Evicted(null, GoAwayReason.GO_AWAY_REASON_REPLACED));
    earlierSession.push(device.nextPush(Payloads.of("ghost")).build());
    device.seq--;
    assertThat(device.push(Payloads.of("real")).getCursor()).isEqualTo(2);
    assertThat(earlier.soFar()).isEmpty();
  }

  @Test
  @Tag("SESS-4")
  void push_ofASessionDisplacedInTheSameBatch_getsNoCursor() {
    relay.close();
    GatedBlobStore[] gate = new GatedBlobStore[1];
    relay = RelayHarness.in(folder).store(store -> gate[0] = new GatedBlobStore(store)).start();
    TestDevice device = TestGroup.connected(relay, "g", 1).getFirst();
    var request =
        RelayHarness.request(device.noiseKey(), device.group().id(), Hello.getDefaultInstance());
    gate[0].holdCommits();
    device.session().push(device.nextPush(Payloads.of("in the log")).build());
    gate[0].awaitHeldCommit();

    // Both wait behind the commit: the later session is admitted before the earlier one's push is looked at.
    var later = relay.router.hello(request, new FakeDeviceSink());
    device.session().push(device.nextPush(Payloads.of("too late")).build());
    gate[0].letCommitsGo();

    assertThat(RelayHarness.await(later)).isInstanceOf(AdmissionResult.Admitted.class);
    relay.settle();
    device.connect(relay);
    assertThat(device.admission().welcome().getOwnDeviceSeq()).isEqualTo(1);
    assertThat(device.admission().welcome().getHeadCursor()).isEqualTo(2);
  }

  @Test
  @Tag("LOG-3")
  void hello_atAPositionOfThisLog_isNotReset() {
    TestDevice device = TestGroup.connected(relay, "g", 2).getFirst();
    ByteString logId = device.admission().welcome().getLogId();
    device.push(Payloads.of("one"));
    ByteString start = LogHashes.start(device.group().id(), LogId.of(logId));
    ByteString genesis = LogHashes.step(start, 1, device.group().fixture.roster.hashAt(0));
    ByteString added = LogHashes.step(genesis, 2, device.group().fixture.roster.hashAt(1));

    for (Hello hello : List.of(
        TestDevice.helloAt(logId, 0, start),
        TestDevice.helloAt(logId, 1, genesis),
        TestDevice.helloAt(logId, 2, added),
        TestDevice.helloAt(logId, 3, ByteString.EMPTY))) {
      device.connect(relay, hello);
      assertThat(device.admission().reset()).isNull();
      assertThat(device.admission().streamFrom()).isEqualTo(hello.getLast().getCursor() + 1);
    }
  }

  @Test
  @Tag("LOG-3")
  void hello_atAPositionThatIsNotInThisLogsPast_isReset() {
    TestDevice device = TestGroup.connected(relay, "g", 1).getFirst();
    ByteString logId = device.admission().welcome().getLogId();
    ByteString other = ByteString.copyFrom(new byte[LogId.LENGTH]);
    ByteString hash = ByteString.copyFrom(new byte[32]);

    assertThat(resetOf(device, TestDevice.helloAt(other, 1, hash)))
        .isEqualTo(reset(logId, ResetReason.RESET_REASON_UNKNOWN_LOG));
    assertThat(resetOf(device, TestDevice.helloAt(logId, 2, hash)))
        .isEqualTo(reset(logId, ResetReason.RESET_REASON_HEAD_BEHIND));
    assertThat(resetOf(device, TestDevice.helloAt(logId, -1, hash)))
        .isEqualTo(reset(logId, ResetReason.RESET_REASON_HEAD_BEHIND));
    assertThat(resetOf(device, TestDevice.helloAt(logId, 1, hash)))
        .isEqualTo(reset(logId, ResetReason.RESET_REASON_HASH_MISMATCH));
    assertThat(resetOf(device, TestDevice.helloAt(logId, 0, hash)))
        .isEqualTo(reset(logId, ResetReason.RESET_REASON_HASH_MISMATCH));
  }

  private Reset resetOf(TestDevice device, Hello hello) {
    device.connect(relay, hello);
    return device.admission().reset();
  }

  private static Reset reset(ByteString logId, ResetReason reason) {
    return Reset.newBuilder().setLogId(logId).setHeadCursor(1).setReason(reason).build();
  }

  @Test
  @Tag("ADMIT-1")
  void welcome_saysWhichRosterEntriesTheClientLacks() {
    List<TestDevice> devices = TestGroup.connected(relay, "g", 3);
    TestDevice device = devices.getFirst();
    var roster = device.group().fixture.roster;

    device.connect(relay, Hello.newBuilder()
        .setRosterHead(roster.head().toBuilder().setLength(1).setHash(roster.hashAt(0)))
        .build());

    assertThat(device.admission().rosterFrom()).isEqualTo(1);
    RosterSlice one = RelayHarness.await(device.session().readRoster(1, 1));
    assertThat(one.nextIndex()).isEqualTo(2);
    RosterSlice rest = RelayHarness.await(device.session().readRoster(2, 1 << 20));
    assertThat(rest.nextIndex()).isEqualTo(3);
    assertThat(rest.length()).isEqualTo(3);
    assertThat(List.of(one.entries().getFirst().getEntry(), rest.entries().getFirst().getEntry()))
        .isEqualTo(device.group().fixture.entries.subList(1, 3));

    device.connect(relay, Hello.newBuilder()
        .setRosterHead(roster.head().toBuilder().setHash(ByteString.copyFrom(new byte[32])))
        .build());
    assertThat(device.admission().rosterFrom()).isZero();
  }

  @Test
  @Tag("ADMIT-1")
  void removedDevice_afterARestartOfTheRelay_isStillRefused() {
    List<TestDevice> devices = TestGroup.connected(relay, "g", 2);
    devices.get(0).session().append(devices.get(0).group().removal(devices.get(1)));
    devices.get(1).sink.awaitEviction();

    relay.close();
    relay = RelayHarness.startIn(folder);

    assertThat(relay.hello(
        devices.get(1).noiseKey(), devices.get(0).group().id(), Hello.getDefaultInstance(),
        new FakeDeviceSink()))
        .isEqualTo(NOT_A_MEMBER);
    devices.get(0).connect(relay);
    assertThat(devices.get(0).readAll()).hasSize(3)
        .allMatch(StreamItem.RosterPlace.class::isInstance);
  }
}
