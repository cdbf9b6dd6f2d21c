package dev.zerok.protocol.vectors;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.admin.Replacement;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.roster.RosterDevice;
import dev.zerok.protocol.roster.UnknownRosterKind;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.testkit.VectorObject;
import dev.zerok.protocol.wire.DeviceEntry;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterBody;
import dev.zerok.protocol.wire.RosterEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One chain with an entry of every kind, and what must not stand at its places (PROTOCOL.md § 5). */
final class RosterVectors {
  private static final long NOW = GroupFixture.NOW;
  private static final ByteString HASH = ByteString.copyFrom(new byte[32]);

  private final GroupFixture group = GroupFixture.empty("vectors roster");
  private final RosterRefusals refusals = new RosterRefusals(group);
  private final List<VectorObject> chain = new ArrayList<>();

  private RosterVectors() {}

  static VectorObject file() {
    RosterVectors vectors = new RosterVectors();
    vectors.grow();
    return new VectorObject()
        .text("description",
            "A chain with every kind of entry and the state after each; entries that are refused at a place of it")
        .text("section", "5")
        .text("suite", "std1")
        .hex("group_id", vectors.group.groupId().bytes())
        .hex("root_key", vectors.group.root.sign().publicKey())
        .objects("chain", vectors.chain)
        .objects("refused", vectors.refusals.cases());
  }

  private void grow() {
    refusals.beforeGenesis();
    append("genesis", group.genesis());
    DeviceKeyPairs bob = group.newKeys();
    append("add", add(bob, Role.ROLE_ADMIN, null));
    DeviceKeyPairs carol = group.newKeys();
    append("add", add(carol, Role.ROLE_MEMBER, null));
    append("set_role", group.first.setRole(group.roster, group.id(carol), Role.ROLE_DORMANT, NOW));
    append("set_role", group.first.setRole(group.roster, group.id(carol), Role.ROLE_MEMBER, NOW));
    append("bad_box", group.first.badBox(group.roster, 1, NOW));
    append("rekey", group.first.rekey(group.roster, group.nextEpoch(), group.random, NOW));
    refusals.inTheMiddle(carol);
    DeviceEntry carolsEntry = group.roster.entryOf(group.id(carol)).orElseThrow();
    append("remove", remove(group.id(carol)));
    refusals.afterRemoval(carolsEntry, carol);
    DeviceKeyPairs dave = group.newKeys();
    Replacement bobs = new Replacement(group.id(bob), group.nextEpoch(), group.random);
    append("add", add(dave, Role.ROLE_MEMBER, bobs));
    refusals.withOneAdmin();
    append("leave", group.signer(dave).leave(group.roster, NOW));
    append("add", add(group.newKeys(), Role.ROLE_MEMBER, null));
    append("reset", reset());
    append("close", group.first.close(group.roster, NOW));
    refusals.afterClose();
  }

  private RosterEntry add(DeviceKeyPairs keys, Role role, @Nullable Replacement replaces) {
    return group.first.add(group.roster, group.entryOf(keys, role), replaces, NOW);
  }

  private RosterEntry remove(DeviceId device) {
    return group.first.remove(group.roster, device, 5, HASH, group.nextEpoch(), group.random, NOW);
  }

  private RosterEntry reset() {
    List<DeviceEntry> survivors = List.of(group.roster.entryOf(group.firstId).orElseThrow());
    return group.rootSigner.reset(group.roster, survivors, group.nextEpoch(), group.random, NOW);
  }

  private void append(String kind, RosterEntry entry) {
    RosterBody body = GroupFixture.bodyOf(entry);
    if (!body.getKindCase().name().toLowerCase(Locale.ROOT).equals(kind)) {
      throw new AssertionError(kind + " is " + body.getKindCase());
    }
    group.append(entry);
    chain.add(
        new VectorObject()
            .text("kind", kind)
            .hex("entry", entry.toByteString())
            .hex("entry_hash", Roster.entryHash(entry))
            .object("state", state(group.roster)));
  }

  private static VectorObject state(Roster roster) {
    List<VectorObject> devices = new ArrayList<>();
    for (RosterDevice device : roster.devices().values()) {
      devices.add(
          new VectorObject()
              .hex("device_id", device.id().bytes())
              .text("role", device.role().name())
              .u32("added_at", device.addedAt()));
    }
    return new VectorObject()
        .u32("length", roster.length())
        .u32("epoch", roster.epoch())
        .hex("commitment", roster.commitment())
        .flag("closed", roster.closed())
        .objects("devices", devices);
  }

  /** How an entry is refused: with which code, and whether a client says "update needed". */
  static VectorObject refused(String name, String rule, GroupFixture group, RosterEntry entry) {
    ProtocolViolation refusal = group.refusal(entry);
    return new VectorObject()
        .text("name", name)
        .text("rule", rule)
        .u32("after", group.roster.length())
        .hex("entry", entry.toByteString())
        .u32("code", refusal.code().code())
        .flag("update_needed", refusal instanceof UnknownRosterKind);
  }
}
