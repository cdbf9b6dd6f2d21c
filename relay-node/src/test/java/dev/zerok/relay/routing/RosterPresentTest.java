package dev.zerok.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.wire.GoAwayReason;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.relay.core.RefusalReason;
import dev.zerok.relay.core.StreamItem;
import dev.zerok.relay.port.AdmissionResult;
import dev.zerok.relay.port.DeviceRequest;
import dev.zerok.relay.port.WaitReason;
import dev.zerok.relay.testkit.FakeDeviceSink;
import dev.zerok.relay.testkit.Payloads;
import dev.zerok.relay.testkit.RelayHarness;
import dev.zerok.relay.testkit.TestDevice;
import dev.zerok.relay.testkit.TestGroup;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RosterPresentTest {
  @TempDir Path folder;
  private RelayHarness relay;

  @AfterEach
  void stop() {
    relay.close();
  }

  private AdmissionResult present(TestDevice device, List<RosterEntry> chain) {
    return relay.present(
        device.noiseKey(), device.group().id(), Hello.getDefaultInstance(), chain,
        new FakeDeviceSink());
  }

  private static AdmissionResult refused(RefusalReason reason) {
    return new AdmissionResult.Refused(reason);
  }

  @Test
  @Tag("ADMIT-3")
  void present_ofAnUnknownGroup_createsItWithEveryEntryInTheLog() {
    relay = RelayHarness.startIn(folder);
    TestGroup group = TestGroup.founded("g");
    TestDevice second = group.join();

    group.install(relay);

    assertThat(group.first.admission().welcome().getHeadCursor()).isEqualTo(2);
    assertThat(group.first.admission().welcome().getRosterHead())
        .isEqualTo(group.fixture.roster.head());
    List<StreamItem> stream = group.first.readAll();
    assertThat(stream).extracting(StreamItem::lastCursor).containsExactly(1L, 2L);
    assertThat(stream)
        .extracting(item -> ((StreamItem.RosterPlace) item).placed().getEntry())
        .isEqualTo(group.fixture.entries);
    second.connect(relay);
  }

  @Test
  @Tag("ADMIT-3")
  void present_ofALongerChain_bringsTheNewDeviceIn() {
    relay = RelayHarness.startIn(folder);
    TestGroup group = TestGroup.founded("g");
    group.install(relay);
    TestDevice late = group.join();
    late.sink = new FakeDeviceSink();

    AdmissionResult result = relay.present(
        late.noiseKey(), group.id(), Hello.getDefaultInstance(), group.fixture.entries, late.sink);

    assertThat(result).isInstanceOf(AdmissionResult.Admitted.class);
    group.first.sink.awaitHead(2);
    assertThat(group.first.push(Payloads.of("hello")).getCursor()).isEqualTo(3);
    late.sink.awaitHead(3);
  }

  @Test
  @Tag("ADMIT-3")
  void present_ofALongerChain_putsOutWhomItRemoves() {
    relay = RelayHarness.startIn(folder);
    List<TestDevice> devices = TestGroup.connected(relay, "g", 3);
    TestGroup group = devices.get(0).group();
    RosterEntry removal = group.removal(devices.get(1));
    group.roleChange(devices.get(2), Role.ROLE_ADMIN);

    assertThat(present(devices.get(0), group.fixture.entries))
        .isInstanceOf(AdmissionResult.Admitted.class);

    FakeDeviceSink.Call.Evicted evicted = devices.get(1).sink.awaitEviction();
    assertThat(evicted.reason()).isEqualTo(GoAwayReason.GO_AWAY_REASON_REMOVED);
    assertThat(evicted.lastEntry().getRosterEntries().getEntriesList())
        .singleElement()
        .satisfies(placed -> {
          assertThat(placed.getEntry()).isEqualTo(removal);
          assertThat(placed.getCursor()).isEqualTo(4);
        });
  }

  @Test
  @Tag("ADMIT-3")
  void present_thatProvesNothingNew_isRefusedAndChangesNothing() {
    relay = RelayHarness.startIn(folder);
    TestGroup group = TestGroup.founded("g");
    group.join();
    group.install(relay);
    List<RosterEntry> chain = List.copyOf(group.fixture.entries);
    TestGroup stranger = TestGroup.founded("stranger");
    RosterEntry forged = chain.get(1).toBuilder().setSignature(chain.get(0).getSignature()).build();

    assertThat(present(group.first, chain)).isEqualTo(refused(RefusalReason.CHAIN_NOT_LONGER));
    assertThat(present(group.first, chain.subList(0, 1)))
        .isEqualTo(refused(RefusalReason.CHAIN_NOT_LONGER));
    assertThat(present(group.first, List.of())).isEqualTo(refused(RefusalReason.CHAIN_NOT_LONGER));
    assertThat(present(group.first, List.of(chain.get(0), forged)))
        .isEqualTo(refused(RefusalReason.CHAIN_INVALID));
    assertThat(present(group.first, stranger.fixture.entries))
        .isEqualTo(refused(RefusalReason.CHAIN_INVALID));
    TestDevice joined = group.join();
    assertThat(relay.present(stranger.first.noiseKey(), group.id(), Hello.getDefaultInstance(),
        group.fixture.entries, new FakeDeviceSink()))
        .isEqualTo(refused(RefusalReason.NOT_IN_CHAIN));
    assertThat(relay.hello(joined.noiseKey(), group.id(), Hello.getDefaultInstance(),
        new FakeDeviceSink()))
        .isEqualTo(refused(RefusalReason.NOT_A_MEMBER));
    group.first.connect(relay);
    assertThat(group.first.admission().welcome().getHeadCursor()).isEqualTo(2);
  }

  @Test
  @Tag("ADMIT-3")
  void present_ofALongerForkOfTheChain_isRefused() {
    relay = RelayHarness.startIn(folder);
    TestGroup group = TestGroup.founded("g");
    TestGroup fork = TestGroup.founded("g");
    fork.fixture.random.bytes(1); // the same root and Genesis, other devices from here on
    fork.join();
    fork.join();
    group.join();
    group.install(relay);
    assertThat(fork.fixture.entries.getFirst()).isEqualTo(group.fixture.entries.getFirst());

    assertThat(present(fork.first, fork.fixture.entries))
        .isEqualTo(refused(RefusalReason.CHAIN_NOT_LONGER));
    group.first.connect(relay);
    assertThat(group.first.admission().welcome().getRosterHead())
        .isEqualTo(group.fixture.roster.head());
  }

  @Test
  @Tag("ADMIT-4")
  void creating_whereItIsClosed_isRefusedLikeEverythingElse() {
    relay = RelayHarness.in(folder).config(config(new CreationPolicy.Closed(), 100)).start();
    TestGroup group = TestGroup.founded("g");

    assertThat(present(group.first, group.fixture.entries))
        .isEqualTo(refused(RefusalReason.CREATION_NOT_ALLOWED));
    assertThat(relay.hello(group.first.noiseKey(), group.id(), Hello.getDefaultInstance(),
        new FakeDeviceSink()))
        .isEqualTo(refused(RefusalReason.NOT_A_MEMBER));
  }

  @Test
  @Tag("ADMIT-4")
  void creating_withAToken_needsExactlyThatToken() {
    ByteString token = ByteString.copyFromUtf8("let me in");
    relay =
        RelayHarness.in(folder).config(config(new CreationPolicy.WithToken(token), 100)).start();
    TestGroup group = TestGroup.founded("g");
    var request =
        RelayHarness.request(group.first.noiseKey(), group.id(), Hello.getDefaultInstance());

    assertThat(present(group.first, group.fixture.entries))
        .isEqualTo(refused(RefusalReason.CREATION_NOT_ALLOWED));
    assertThat(RelayHarness.await(relay.router.present(
        request, group.fixture.entries, ByteString.copyFromUtf8("let me im"),
        new FakeDeviceSink())))
        .isEqualTo(refused(RefusalReason.CREATION_NOT_ALLOWED));
    assertThat(RelayHarness.await(
        relay.router.present(request, group.fixture.entries, token, new FakeDeviceSink())))
        .isInstanceOf(AdmissionResult.Admitted.class);
  }

  @Test
  @Tag("ADMIT-4")
  void creating_withTheTokenInHello_isAllowedToo() {
    ByteString token = ByteString.copyFromUtf8("let me in");
    relay =
        RelayHarness.in(folder).config(config(new CreationPolicy.WithToken(token), 100)).start();
    TestGroup group = TestGroup.founded("g");

    assertThat(relay.present(group.first.noiseKey(), group.id(),
        Hello.newBuilder().setAccessToken(token).build(), group.fixture.entries,
        new FakeDeviceSink()))
        .isInstanceOf(AdmissionResult.Admitted.class);
  }

  @Test
  @Tag("ADMIT-4")
  void creating_moreThanTheQuotaOfAnAddress_isForLater_whateverTheGroup_untilAnHourPassed() {
    relay = RelayHarness.in(folder).config(config(new CreationPolicy.Open(), 2)).start();
    TestGroup known = TestGroup.founded("1");
    known.install(relay);
    TestGroup.founded("2").install(relay);
    TestGroup third = TestGroup.founded("3");
    TestDevice joined = known.join();

    AdmissionResult later = new AdmissionResult.Busy((int) Limits.LEARNED_DELAY_CAP_MILLIS);
    assertThat(present(third.first, third.fixture.entries)).isEqualTo(later);
    assertThat(present(joined, known.fixture.entries)).isEqualTo(later);
    assertThat(relay.meter.waits())
        .containsExactly(WaitReason.CREATIONS_OF_ADDRESS, WaitReason.CREATIONS_OF_ADDRESS);
    relay.time.pass(3_599_000);
    assertThat(present(third.first, third.fixture.entries))
        .isEqualTo(new AdmissionResult.Busy(1_000));

    relay.time.pass(1_000);
    third.install(relay);
    assertThat(present(joined, known.fixture.entries)).isInstanceOf(AdmissionResult.Admitted.class);
  }

  @Test
  @Tag("ADMIT-4")
  void presenting_whileTheDiskIsFull_isForLater_whateverTheGroup() {
    relay = RelayHarness.startIn(folder);
    TestGroup known = TestGroup.founded("known");
    TestGroup unknown = TestGroup.founded("unknown");
    known.install(relay);
    TestDevice joined = known.join();
    relay.disk.fillTo(0.99);
    relay.router.tick();

    AdmissionResult later = new AdmissionResult.Busy(30_000);
    assertThat(present(unknown.first, unknown.fixture.entries)).isEqualTo(later);
    assertThat(present(joined, known.fixture.entries)).isEqualTo(later);
    assertThat(relay.meter.waits()).containsExactly(WaitReason.DISK_FULL, WaitReason.DISK_FULL);

    relay.disk.fillTo(0.5);
    relay.router.tick();
    unknown.install(relay);
    assertThat(present(joined, known.fixture.entries)).isInstanceOf(AdmissionResult.Admitted.class);
  }

  @Test
  @Tag("ADMIT-4")
  void presenting_whereTheClientMayNotCreate_isAnsweredOnAFullDiskAsEver() {
    relay = RelayHarness.in(folder).config(config(new CreationPolicy.Open(), 100)).start();
    TestGroup known = TestGroup.founded("known");
    TestGroup unknown = TestGroup.founded("unknown");
    known.install(relay);
    relay.close();
    relay = RelayHarness.in(folder).config(config(new CreationPolicy.Closed(), 100)).start();
    relay.disk.fillTo(0.99);
    relay.router.tick();

    assertThat(present(unknown.first, unknown.fixture.entries))
        .isEqualTo(refused(RefusalReason.CREATION_NOT_ALLOWED));
    assertThat(present(known.join(), known.fixture.entries))
        .isInstanceOf(AdmissionResult.Admitted.class);
  }

  @Test
  @Tag("ADMIT-3")
  void chains_beyondTheEntriesOfAnAddress_areToldToComeLater_andOthersAreVerified() {
    RouterConfig standard = RouterConfig.DEFAULT;
    relay = RelayHarness.in(folder)
        .config(config(standard.creation(), standard.creationsPerHour(), 4))
        .start();
    TestGroup known = TestGroup.founded("known");
    TestGroup unknown = TestGroup.founded("unknown");
    known.join();
    unknown.join();
    known.install(relay);
    present(known.first, known.fixture.entries);

    // Four entries were verified, and whether the relay knows the group makes no difference.
    AdmissionResult later = new AdmissionResult.Busy((int) Limits.LEARNED_DELAY_CAP_MILLIS);
    assertThat(present(known.first, known.fixture.entries)).isEqualTo(later);
    assertThat(present(unknown.first, unknown.fixture.entries)).isEqualTo(later);
    assertThat(relay.meter.waits())
        .containsExactly(WaitReason.ENTRIES_OF_ADDRESS, WaitReason.ENTRIES_OF_ADDRESS);
    assertThat(relay.router.chainsAtWork()).isZero();

    DeviceRequest elsewhere = new DeviceRequest(
        unknown.first.noiseKey(), unknown.id(), Hello.getDefaultInstance(), "198.51.100.7");
    assertThat(RelayHarness.await(relay.router.present(
        elsewhere, unknown.fixture.entries, ByteString.EMPTY, new FakeDeviceSink())))
        .isInstanceOf(AdmissionResult.Admitted.class);
    relay.time.pass(1_800_000); // half an hour, two entries
    assertThat(present(known.first, known.fixture.entries))
        .isEqualTo(refused(RefusalReason.CHAIN_NOT_LONGER));
  }

  @Test
  @Tag("ADMIT-8")
  void close_ofTheGroup_evictsEverybodyAndNothingOfItComesBack() {
    relay = RelayHarness.startIn(folder);
    List<TestDevice> devices = TestGroup.connected(relay, "g", 2);
    TestGroup group = devices.get(0).group();
    devices.get(0).push(Payloads.of("last words"));
    List<RosterEntry> before = List.copyOf(group.fixture.entries);
    RosterEntry closing = group.closing();

    devices.get(0).session().append(closing);

    for (TestDevice device : devices) {
      FakeDeviceSink.Call.Evicted evicted = device.sink.awaitEviction();
      assertThat(evicted.reason()).isEqualTo(GoAwayReason.GO_AWAY_REASON_GROUP_CLOSED);
      assertThat(evicted.lastEntry().getRosterEntries().getEntries(0).getEntry())
          .isEqualTo(closing);
      assertThat(relay.hello(device.noiseKey(), group.id(), Hello.getDefaultInstance(),
          new FakeDeviceSink()))
          .isEqualTo(refused(RefusalReason.NOT_A_MEMBER));
    }
    assertThat(present(devices.get(1), before)).isEqualTo(refused(RefusalReason.GROUP_CLOSED));
    assertThat(present(devices.get(1), group.fixture.entries))
        .isEqualTo(refused(RefusalReason.GROUP_CLOSED));
    relay.close();
    relay = RelayHarness.startIn(folder);
    assertThat(present(devices.get(1), before)).isEqualTo(refused(RefusalReason.GROUP_CLOSED));
  }

  private static RouterConfig config(CreationPolicy creation, int perHour) {
    return config(creation, perHour, RouterConfig.DEFAULT.chainEntriesPerHour());
  }

  private static RouterConfig config(CreationPolicy creation, int perHour, int entriesPerHour) {
    RouterConfig standard = RouterConfig.DEFAULT;
    return new RouterConfig(
        creation,
        perHour,
        standard.fullDiskShare(),
        standard.mailboxes(),
        standard.readThreads(),
        standard.waitingChains(),
        entriesPerHour,
        standard.presence(),
        standard.signals());
  }
}
