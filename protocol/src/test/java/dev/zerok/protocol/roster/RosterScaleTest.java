package dev.zerok.protocol.roster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.DeviceEntry;
import dev.zerok.protocol.wire.EpochBox;
import dev.zerok.protocol.wire.Rekey;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterBody;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.RosterReset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A roster at its limits: 1 000 devices, 10 000 entries and 15 MiB are accepted, one more of each is not. */
class RosterScaleTest {
  private static final long NOW = GroupFixture.NOW;
  private static final ByteString BOX = ByteString.copyFrom(new byte[112]);

  private final GroupFixture group = GroupFixture.founded("scale");
  private final List<DeviceKeyPairs> devices = new ArrayList<>(List.of(group.firstKeys));
  private RosterState state;

  RosterScaleTest() throws ProtocolViolation {
    state =
        EntryRules.apply(
            KeyChecks.DONE_BEFORE, RosterState.empty(group.roster.suite(), group.groupId()),
            group.entries.get(0));
  }

  @Test
  @Tag("ROSTER-8")
  void fullRoster_isAcceptedAndNothingBeyondIt() throws ProtocolViolation {
    fillWithDevices();
    assertThat(group.roster.devices()).hasSize(1_000);
    RosterEntry oneMore =
        group.first.add(group.roster, group.entryOf(group.newKeys(), Role.ROLE_MEMBER), null, NOW);
    assertThat(group.refusal(oneMore)).hasMessageContaining("(ROSTER-8)");

    // A Remove with its 1 000 boxes still fits one entry.
    RosterEntry remove =
        group.first.remove(
            group.roster, group.id(devices.get(999)), 0, ByteString.EMPTY, group.nextEpoch(),
            group.random, NOW);
    assertThat(remove.getSerializedSize()).isBetween(100_000, 262_144);
    append(remove);

    for (int i = state.length(); i < 9_936; i++) {
      append(nextRoleOf(1));
    }
    assertThat(group.refusal(nextRoleOf(1))).hasMessageContaining("(ROSTER-8)");
    assertThat(group.refusal(group.first.close(group.roster, NOW)))
        .hasMessageContaining("(ROSTER-8)");

    // The last 64 places are the root's.
    DeviceEntry first = group.roster.entryOf(group.firstId).orElseThrow();
    for (int i = state.length(); i < 10_000; i++) {
      append(group.rootSigner.reset(group.roster, List.of(first), group.nextEpoch(), group.random,
          NOW));
    }
    assertThat(group.refusal(group.rootSigner.close(group.roster, NOW)))
        .hasMessageContaining("(ROSTER-8)");
    assertThat(group.roster.length()).isEqualTo(10_000);
    assertThat(group.roster.hashAt(0)).isEqualTo(Roster.entryHash(group.entries.get(0)));
    assertThat(group.roster.epochAt(1_000)).isEqualTo(1);
    assertThat(group.roster.epochAt(9_936)).isEqualTo(2);
    assertThat(group.roster.epochAt(10_000)).isEqualTo(66);
  }

  @Test
  @Tag("ROSTER-8")
  void rosterOfLargeEntries_endsAt14MiBForDevicesAndAt15MiBForTheRoot() throws ProtocolViolation {
    fillWithDevices();
    long bytes = presentableBytes();
    RosterEntry next = rekey();
    while (bytes + next.getSerializedSize() <= 14 << 20) {
      append(next);
      bytes += next.getSerializedSize();
      next = rekey();
    }
    assertThat(group.refusal(next)).hasMessageContaining("(ROSTER-8)");

    next = largeReset();
    while (bytes + next.getSerializedSize() <= 15 << 20) {
      append(next);
      bytes += next.getSerializedSize();
      next = largeReset();
    }
    assertThat(group.refusal(next)).hasMessageContaining("(ROSTER-8)");
    assertThat(bytes).isEqualTo(presentableBytes()).isGreaterThan(14 << 20);
    append(group.rootSigner.close(group.roster, NOW));
  }

  private void fillWithDevices() throws ProtocolViolation {
    while (devices.size() < 1_000) {
      DeviceKeyPairs keys = group.newKeys();
      append(group.first.add(group.roster, group.entryOf(keys, Role.ROLE_MEMBER), null, NOW));
      devices.add(keys);
    }
  }

  private RosterEntry nextRoleOf(int device) {
    RosterDevice present = group.roster.device(group.id(devices.get(device))).orElseThrow();
    Role role = present.isDormant() ? Role.ROLE_MEMBER : Role.ROLE_DORMANT;
    return group.first.setRole(group.roster, present.id(), role, NOW);
  }

  /** A new epoch of all devices; only they could tell that their boxes hold nothing. */
  private RosterEntry rekey() {
    List<ByteString> ids = new ArrayList<>();
    group.roster.devices().keySet().forEach(id -> ids.add(id.bytes()));
    return group.signed(group.firstKeys.sign(),
        group.bodyBy(group.firstKeys).setRekey(boxes(ids)));
  }

  /** The root keeps so many devices that the entry is nearly as large as it may be. */
  private RosterEntry largeReset() {
    List<ByteString> ids = new ArrayList<>();
    RosterReset.Builder reset = RosterReset.newBuilder();
    group.roster.devices()
        .values()
        .stream()
        .sorted((a, b) -> Boolean.compare(b.isAdmin(), a.isAdmin()))
        .limit(600)
        .map(RosterDevice::id)
        .sorted()
        .forEach(
            id -> {
              reset.addDevices(group.roster.entryOf(id).orElseThrow());
              ids.add(id.bytes());
            });
    RosterBody.Builder body = group.body().setReset(reset.setRekey(boxes(ids)));
    return group.signed(group.root.sign(), body);
  }

  private Rekey.Builder boxes(List<ByteString> ids) {
    Rekey.Builder rekey =
        Rekey.newBuilder()
            .setEpoch(group.roster.epoch() + 1)
            .setCommitment(ByteString.copyFrom(new byte[32]))
            .setRootBox(BOX);
    ids.forEach(id -> rekey.addBoxes(EpochBox.newBuilder().setDeviceId(id).setSealed(BOX)));
    return rekey;
  }

  /** Appends without verifying signatures, which are not what this test is about and take nearly all of the time. */
  private void append(RosterEntry entry) throws ProtocolViolation {
    state = EntryRules.apply(KeyChecks.DONE_BEFORE, state, entry);
    group.roster = new Roster(state);
    group.entries.add(entry);
  }

  private long presentableBytes() {
    return group.entries.stream().mapToLong(RosterEntry::getSerializedSize).sum();
  }
}
