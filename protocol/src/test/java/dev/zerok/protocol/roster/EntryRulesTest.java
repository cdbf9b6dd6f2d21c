package dev.zerok.protocol.roster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.BadBox;
import dev.zerok.protocol.wire.Close;
import dev.zerok.protocol.wire.Leave;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterBody;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.SetRole;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What must hold for an entry of any kind: its place, its signer, its signature, its version. */
class EntryRulesTest {
  private static final long NOW = GroupFixture.NOW;

  private final GroupFixture group = GroupFixture.founded("rules");

  @Test
  @Tag("ROSTER-1")
  @Tag("ERR-2")
  void entry_forAnotherPlaceThanTheEnd_isAConflict() {
    RosterEntry late =
        group.first.add(group.roster, group.entryOf(group.newKeys(), Role.ROLE_MEMBER), null, NOW);
    group.join(Role.ROLE_MEMBER);

    assertThat(group.refusal(late).code()).isEqualTo(ErrorCode.ROSTER_CONFLICT);

    RosterEntry otherPast =
        closeBy(group.firstKeys, body -> body.setPrevious(group.roster.hashAt(0)));
    assertThat(group.refusal(otherPast).code()).isEqualTo(ErrorCode.ROSTER_CONFLICT);
    RosterEntry otherIndex = closeBy(group.firstKeys, body -> body.setIndex(1));
    assertThat(group.refusal(otherIndex).code()).isEqualTo(ErrorCode.ROSTER_CONFLICT);
    RosterEntry hugeIndex = closeBy(group.firstKeys, body -> body.setIndex(-1));
    assertThat(group.refusal(hugeIndex).code()).isEqualTo(ErrorCode.ROSTER_CONFLICT);
  }

  @Test
  @Tag("ROSTER-1")
  @Tag("SIG-1")
  void entry_whoseSignatureDoesNotVerify_isRefused() {
    RosterEntry good = group.first.close(group.roster, NOW);
    byte[] flipped = good.getSignature().toByteArray();
    flipped[10] ^= 1;

    assertRefused("ROSTER-1", good.toBuilder().setSignature(ByteString.copyFrom(flipped)).build());
    assertRefused("ROSTER-1", good.toBuilder().clearSignature().build());
    assertRefused("ROSTER-1",
        group.signed(group.newKeys().sign(), group.bodyBy(group.firstKeys).setClose(close())));
  }

  @Test
  @Tag("ROSTER-1")
  @Tag("SEAL-8")
  void entry_signedForAnotherGroup_isRefused() {
    GroupFixture other = GroupFixture.founded("other");
    RosterBody.Builder body = group.bodyBy(group.firstKeys).setClose(close());
    RosterEntry signedForOther = other.signed(group.firstKeys.sign(), body);

    assertRefused("ROSTER-1", signedForOther);
    assertThat(group.signed(group.firstKeys.sign(), body)).isNotEqualTo(signedForOther);
    group.append(group.signed(group.firstKeys.sign(), body));
  }

  @Test
  @Tag("ROSTER-1")
  void entry_byAStrangerOrARemovedDevice_isRefused() {
    DeviceKeyPairs removed = group.join(Role.ROLE_ADMIN);
    group.append(
        group.first.remove(
            group.roster, group.id(removed), 0, ByteString.EMPTY, group.nextEpoch(), group.random,
            NOW));

    assertRefused("ROSTER-1", group.signer(removed).close(group.roster, NOW));
    assertRefused("ROSTER-1", group.signer(group.newKeys()).close(group.roster, NOW));
  }

  @Test
  @Tag("ROSTER-1")
  void entry_thatItsSignerMayNotMake_isRefused() {
    DeviceKeyPairs member = group.join(Role.ROLE_MEMBER);
    DeviceKeyPairs dormant = group.join(Role.ROLE_MEMBER);
    group.append(group.first.setRole(group.roster, group.id(dormant), Role.ROLE_DORMANT, NOW));

    for (DeviceKeyPairs keys : List.of(member, dormant)) {
      var signer = group.signer(keys);
      assertRefused("ROSTER-1",
          signer.add(group.roster, group.entryOf(group.newKeys(), Role.ROLE_MEMBER), null, NOW));
      assertRefused("ROSTER-1",
          signer.rekey(group.roster, group.epoch.next(group.random), group.random, NOW));
      assertRefused(
          "ROSTER-1",
          signer.remove(
              group.roster, group.firstId, 0, ByteString.EMPTY, group.epoch.next(group.random),
              group.random, NOW));
      assertRefused("ROSTER-1", signer.setRole(group.roster, group.id(keys), Role.ROLE_ADMIN, NOW));
      assertRefused("ROSTER-1", signer.close(group.roster, NOW));
      assertRefused("ROSTER-1",
          signedBy(keys, group.bodyBy(keys).setGenesis(genesisBody().getGenesis())));
    }
    assertRefused("ROSTER-1", byRoot(group.body().setLeave(Leave.getDefaultInstance())));
    assertRefused("ROSTER-1", byRoot(group.body().setBadBox(BadBox.newBuilder().setEpoch(1))));
    assertRefused("ROSTER-1",
        byRoot(group.body().setSetRole(SetRole.newBuilder().setDeviceId(group.firstId.bytes()))));
    assertRefused("ROSTER-1", byRoot(group.body().setGenesis(genesisBody().getGenesis())));
    assertRefused("ROSTER-1", signedBy(group.firstKeys, group.bodyBy(group.firstKeys)));
  }

  @Test
  @Tag("ROSTER-1")
  void reset_byADevice_isRefused() {
    RosterEntry byRoot =
        group.rootSigner.reset(
            group.roster,
            List.of(group.roster.entryOf(group.firstId).orElseThrow()),
            group.epoch.next(group.random),
            group.random,
            NOW);
    RosterBody.Builder byAdmin = parse(byRoot).toBuilder().setSigner(group.firstId.bytes());

    assertRefused("ROSTER-1", signedBy(group.firstKeys, byAdmin));
    group.append(byRoot);
  }

  @Test
  @Tag("ROSTER-1")
  void dormantDevice_mayLeaveAndReportItsBox() {
    DeviceKeyPairs dormant = group.join(Role.ROLE_MEMBER);
    group.append(group.first.setRole(group.roster, group.id(dormant), Role.ROLE_DORMANT, NOW));
    group.append(group.first.rekey(group.roster, group.nextEpoch(), group.random, NOW));

    group.append(group.signer(dormant).badBox(group.roster, 2, NOW));
    group.append(group.signer(dormant).leave(group.roster, NOW));

    assertThat(group.roster.devices().keySet()).containsExactly(group.firstId);
  }

  @Test
  @Tag("ROSTER-2")
  void genesis_whoseRootIsNotTheGroups_isRefused() {
    GroupFixture stranger = GroupFixture.empty("stranger");
    GroupFixture own = GroupFixture.empty("own");

    assertRefused(own, "ROSTER-2", stranger.genesis());
    RosterBody.Builder stolen = parse(own.genesis()).toBuilder();
    assertRefused(own, "ROSTER-1", own.signed(stranger.root.sign(), stolen));
    assertRefused(own, "ROSTER-2", own.signed(own.root.sign(), own.body().setClose(close())));
    own.append(own.genesis());
  }

  @Test
  @Tag("ROSTER-2")
  void genesis_withAnUnusableRootSealingKey_isRefused() {
    GroupFixture own = GroupFixture.empty("own");
    byte[] other = own.root.seal().publicKey();
    other[31] |= (byte) 0x80;
    ByteString topBit = ByteString.copyFrom(other);

    for (ByteString key : List.of(ByteString.EMPTY, ByteString.copyFrom(new byte[31]),
        ByteString.copyFrom(new byte[32]), topBit)) {
      RosterBody.Builder body = parse(own.genesis()).toBuilder();
      body.getGenesisBuilder().setRootSealKey(key);
      assertRefused(own, "ROSTER-2", own.signed(own.root.sign(), body));
    }
  }

  @Test
  @Tag("ROSTER-8")
  void anythingAfterClose_isRefused() {
    Roster open = group.roster;
    RosterEntry reset =
        group.rootSigner.reset(
            open, List.of(open.entryOf(group.firstId).orElseThrow()),
            group.epoch.next(group.random), group.random, NOW);
    group.append(group.first.close(open, NOW));

    assertRefused("ROSTER-8", group.first.close(group.roster, NOW));
    assertRefused("ROSTER-8", group.rootSigner.close(group.roster, NOW));
    assertRefused("ROSTER-8", reset);
  }

  @Test
  @Tag("ROSTER-8")
  void entry_over256KiB_isRefusedBeforeItIsRead() {
    RosterEntry huge =
        group.signedBytes(group.firstKeys.sign(), ByteString.copyFrom(new byte[262_144]));

    assertRefused("ROSTER-8", huge);
  }

  @Test
  @Tag("ROSTER-9")
  void entry_ofAnUnknownKindOrVersion_rightlySigned_asksForAnUpdate() {
    UnknownFieldSet moved = unknown(17);
    RosterBody.Builder unknownKind = group.bodyBy(group.firstKeys).setUnknownFields(moved);
    RosterBody.Builder unknownVersion =
        group.bodyBy(group.firstKeys).setVersion(2).setClose(close());

    for (RosterBody.Builder body : List.of(unknownKind, unknownVersion)) {
      RosterEntry entry = group.signedBytes(group.firstKeys.sign(), body.build().toByteString());
      assertThat(group.refusal(entry)).isInstanceOf(UnknownRosterKind.class);
    }
  }

  @Test
  @Tag("ROSTER-9")
  void entry_ofAnUnknownKind_thatNobodyOfTheGroupSigned_isJustRefused() {
    RosterBody.Builder body = group.bodyBy(group.firstKeys).setUnknownFields(unknown(17));
    KeyPair relay = group.newKeys().sign();

    ProtocolViolation refusal =
        group.refusal(group.signedBytes(relay, body.build().toByteString()));

    assertThat(refusal).isNotInstanceOf(UnknownRosterKind.class).hasMessageContaining("ROSTER-1");
  }

  @Test
  @Tag("ROSTER-9")
  void entry_withoutAVersion_isNotFromTheFuture() {
    assertRefused("ROSTER-1", closeBy(group.firstKeys, RosterBody.Builder::clearVersion));
  }

  @Test
  @Tag("CANON-2")
  void entry_withAnUnknownFieldBesideItsKind_isRefused() {
    RosterBody.Builder body =
        group.bodyBy(group.firstKeys).setClose(close()).setUnknownFields(unknown(20));
    RosterEntry unknownInBody =
        group.signedBytes(group.firstKeys.sign(), body.build().toByteString());
    RosterEntry unknownBeside =
        group.first.close(group.roster, NOW).toBuilder().setUnknownFields(unknown(3)).build();

    for (RosterEntry entry : List.of(unknownInBody, unknownBeside)) {
      assertThat(group.refusal(entry)).isNotInstanceOf(UnknownRosterKind.class)
          .hasMessageContaining("unknown field");
    }
  }

  @Test
  @Tag("CANON-1")
  void entry_whoseBodyIsNotCanonical_isRefusedAlthoughSigned() {
    ByteString canonical = parse(group.first.close(group.roster, NOW)).toByteString();
    // Version 1 once more at the end: decodes to the same body.
    ByteString doubled = canonical.concat(canonical.substring(0, 2));

    RosterEntry entry = group.signedBytes(group.firstKeys.sign(), doubled);

    assertThat(group.refusal(entry)).hasMessageContaining("canonical");
    assertThat(group
        .refusal(group.signedBytes(group.firstKeys.sign(), ByteString.copyFromUtf8("garbage"))))
        .hasMessageContaining("CANON-1");
  }

  private void assertRefused(String rule, RosterEntry entry) {
    assertRefused(group, rule, entry);
  }

  private static void assertRefused(GroupFixture group, String rule, RosterEntry entry) {
    ProtocolViolation refusal = group.refusal(entry);
    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_MESSAGE);
    assertThat(refusal).hasMessageContaining("(" + rule + ")");
  }

  private RosterEntry closeBy(DeviceKeyPairs keys, Consumer<RosterBody.Builder> change) {
    RosterBody.Builder body = group.bodyBy(keys).setClose(close());
    change.accept(body);
    return signedBy(keys, body);
  }

  private RosterEntry signedBy(DeviceKeyPairs keys, RosterBody.Builder body) {
    return group.signed(keys.sign(), body);
  }

  private RosterEntry byRoot(RosterBody.Builder body) {
    return group.signed(group.root.sign(), body);
  }

  private RosterBody genesisBody() {
    return parse(group.entries.get(0));
  }

  private static RosterBody parse(RosterEntry entry) {
    return GroupFixture.bodyOf(entry);
  }

  private static Close close() {
    return Close.getDefaultInstance();
  }

  private static UnknownFieldSet unknown(int number) {
    UnknownFieldSet.Field value =
        UnknownFieldSet.Field.newBuilder().addLengthDelimited(ByteString.EMPTY).build();
    return UnknownFieldSet.newBuilder().addField(number, value).build();
  }
}
