package dev.zerok.protocol.roster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.Add;
import dev.zerok.protocol.wire.DeviceEntry;
import dev.zerok.protocol.wire.EpochBox;
import dev.zerok.protocol.wire.Rekey;
import dev.zerok.protocol.wire.Remove;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterBody;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.RosterReset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the limits of a roster leave room for (PROTOCOL.md § 11). */
class RosterRoomTest {
  private static final ByteString BOX = ByteString.copyFrom(new byte[112]);
  private static final ByteString HASH = ByteString.copyFrom(new byte[32]);

  private final GroupFixture group = GroupFixture.founded("room");

  /** An entry at the roster's end, where its numbers are longest. */
  private static int bytes(RosterBody.Builder body) {
    RosterBody whole = body.setVersion(1)
        .setIndex(Limits.ROSTER_ENTRIES - 1)
        .setPrevious(HASH)
        .setSigner(ByteString.copyFrom(new byte[16]))
        .setSignedAtMillis(GroupFixture.NOW)
        .build();
    return RosterEntry.newBuilder()
        .setBody(whole.toByteString())
        .setSignature(ByteString.copyFrom(new byte[64]))
        .build()
        .getSerializedSize();
  }

  private static Rekey rekey(int devices) {
    Rekey.Builder rekey = Rekey.newBuilder()
        .setEpoch(Limits.ROSTER_ENTRIES)
        .setCommitment(HASH)
        .setRootBox(BOX);
    for (int i = 0; i < devices; i++) {
      rekey.addBoxes(
          EpochBox.newBuilder().setDeviceId(ByteString.copyFrom(new byte[16])).setSealed(BOX));
    }
    return rekey.build();
  }

  private int resetBytes(int devices) {
    DeviceEntry device = group.entryOf(group.newKeys(), Role.ROLE_DORMANT);
    RosterReset.Builder reset = RosterReset.newBuilder().setRekey(rekey(devices));
    for (int i = 0; i < devices; i++) {
      reset.addDevices(device);
    }
    return bytes(RosterBody.newBuilder().setReset(reset));
  }

  private static int removeBytes(int devices) {
    return bytes(RosterBody.newBuilder()
        .setRemove(Remove.newBuilder()
            .setDeviceId(ByteString.copyFrom(new byte[16]))
            .setLastDeviceSeq(Long.MAX_VALUE)
            .setLastBlobHash(HASH)
            .setRekey(rekey(devices))));
  }

  @Test
  @Tag("ROSTER-8")
  void aReset_keepsAsManyDevicesAsTheLimitSays_andNotOneMore() {
    assertThat(resetBytes(Limits.ROSTER_RESET_DEVICES))
        .isLessThanOrEqualTo(Limits.ROSTER_ENTRY_BYTES);
    assertThat(resetBytes(Limits.ROSTER_RESET_DEVICES + 1))
        .isGreaterThan(Limits.ROSTER_ENTRY_BYTES);
  }

  @Test
  @Tag("ROSTER-8")
  void aRemoveFromTheLargestGroup_fitsOneEntry_andARosterHoldsAbout100OfThem() {
    long remove = removeBytes(Limits.GROUP_DEVICES - 1);
    int add = bytes(RosterBody.newBuilder()
        .setAdd(Add.newBuilder().setDevice(group.entryOf(group.newKeys(), Role.ROLE_MEMBER))));
    int left = Limits.ROSTER_BYTES - Limits.ROSTER_ROOT_BYTES - Limits.GROUP_DEVICES * add;

    assertThat(remove).isLessThanOrEqualTo((long) Limits.ROSTER_ENTRY_BYTES);
    assertThat(remove).isLessThanOrEqualTo(Roster.largestRekeyBytes(Limits.GROUP_DEVICES - 1));
    assertThat(left / remove).isEqualTo(105);
  }

  @Test
  @Tag("ROSTER-8")
  void theRoomThatIsLeft_isCountedFromWhatIsThere() {
    Roster roster = group.roster;

    assertThat(roster.placesForDevices())
        .isEqualTo(Limits.ROSTER_ENTRIES - Limits.ROSTER_ROOT_ENTRIES - 1);
    assertThat(roster.bytesForDevices())
        .isEqualTo(Limits.ROSTER_BYTES - Limits.ROSTER_ROOT_BYTES
            - group.entries.get(0).getSerializedSize());
    assertThat(Roster.empty(roster.suite(), group.groupId()).placesForDevices())
        .isEqualTo(Limits.ROSTER_ENTRIES - Limits.ROSTER_ROOT_ENTRIES);
  }
}
