package dev.zerok.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.admin.Replacement;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ErrorFrames;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.Error;
import dev.zerok.protocol.wire.GoAwayReason;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.RosterHead;
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

class RosterAppendTest {
  @TempDir Path folder;
  private RelayHarness relay;
  private TestGroup group;
  private TestDevice admin;
  private TestDevice member;

  @BeforeEach
  void start() {
    relay = RelayHarness.startIn(folder);
    List<TestDevice> devices = TestGroup.connected(relay, "g", 2);
    admin = devices.get(0);
    member = devices.get(1);
    group = admin.group();
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  @Test
  @Tag("ERR-2")
  void append_thatLostTheRace_isAConflictWithTheHead_andTheSessionGoesOn() {
    RosterEntry lost =
        group.fixture.first.setRole(group.fixture.roster, member.id(), Role.ROLE_DORMANT,
            GroupFixture.NOW);
    admin.session().append(group.roleChange(member, Role.ROLE_ADMIN));
    admin.sink.awaitHead(3);

    admin.session().append(lost);

    assertThat(admin.sink.nextAnswer().getError())
        .isEqualTo(ErrorFrames.rosterConflict(group.fixture.roster.head()));
    assertThat(admin.push(Payloads.of("goes on")).getCursor()).isEqualTo(4);
  }

  @Test
  @Tag("ERR-2")
  void append_thatDoesNotVerify_isInvalidAndNotPlaced() {
    RosterEntry good =
        group.fixture.first.setRole(group.fixture.roster, member.id(), Role.ROLE_DORMANT,
            GroupFixture.NOW);
    RosterEntry byMember = group.fixture.signer(member.keys())
        .setRole(group.fixture.roster, admin.id(), Role.ROLE_DORMANT, GroupFixture.NOW);
    RosterEntry forged = good.toBuilder().setSignature(byMember.getSignature()).build();

    RosterEntry garbage = good.toBuilder().setBody(ByteString.copyFromUtf8("garbage")).build();

    for (RosterEntry bad : List.of(forged, byMember, garbage)) {
      admin.session().append(bad);
      Error error = admin.sink.nextAnswer().getError();
      assertThat(error.getCode()).isEqualTo(ErrorCode.INVALID_MESSAGE.code());
      assertThat(error.getDeviceSeq()).isZero();
      assertThat(error.getRosterHead()).isEqualTo(RosterHead.getDefaultInstance());
    }
    member.connect(relay);
    assertThat(member.admission().welcome().getHeadCursor()).isEqualTo(2);
  }

  @Test
  @Tag("DELIV-2")
  void append_comesToEverybodyAsAnEntryOfTheStream() {
    RosterEntry entry = group.roleChange(member, Role.ROLE_ADMIN);

    member.session().append(entry);

    admin.sink.awaitHead(3);
    member.sink.awaitHead(3);
    for (TestDevice device : List.of(admin, member)) {
      assertThat(device.readFrom(3)).singleElement().satisfies(item -> {
        assertThat(item.lastCursor()).isEqualTo(3);
        assertThat(((StreamItem.RosterPlace) item).placed().getEntry()).isEqualTo(entry);
      });
    }
  }

  @Test
  @Tag("ADMIT-5")
  void leave_ofADevice_endsItsSessionAndItsKeyIsNotAdmittedAgain() {
    RosterEntry leave =
        group.fixture.signer(member.keys()).leave(group.fixture.roster, GroupFixture.NOW);
    group.fixture.append(leave);

    member.session().append(leave);

    assertThat(member.sink.awaitEviction().reason()).isEqualTo(GoAwayReason.GO_AWAY_REASON_REMOVED);
    assertThat(relay.hello(member.noiseKey(), group.id(), Hello.getDefaultInstance(),
        new FakeDeviceSink()))
        .isInstanceOf(AdmissionResult.Refused.class);
    admin.sink.awaitHead(3);
  }

  @Test
  @Tag("ADMIT-1")
  void add_withReplaces_swapsTheDevices() {
    var keys = group.fixture.newKeys();
    RosterEntry add = group.fixture.first.add(
        group.fixture.roster, group.fixture.entryOf(keys, Role.ROLE_MEMBER),
        new Replacement(member.id(), group.fixture.nextEpoch(), group.fixture.random),
        GroupFixture.NOW);
    group.fixture.append(add);

    admin.session().append(add);

    assertThat(member.sink.awaitEviction().lastEntry().getRosterEntries().getEntries(0).getEntry())
        .isEqualTo(add);
    var replacement = ByteString.copyFrom(keys.noise().publicKey());
    assertThat(
        relay.hello(replacement, group.id(), Hello.getDefaultInstance(), new FakeDeviceSink()))
        .isInstanceOf(AdmissionResult.Admitted.class);
  }
}
