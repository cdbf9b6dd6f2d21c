package dev.zerok.protocol.roster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.zerok.protocol.admin.Replacement;
import dev.zerok.protocol.canonical.Canonical;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterBody;
import dev.zerok.protocol.wire.RosterEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Entries that were changed at random, by a stranger and by an admin who signs them again: nothing but a violation comes of it. */
class RosterFuzzTest {
  private static final int ROUNDS = 400;

  private final GroupFixture group = GroupFixture.founded("fuzz");
  private final DeviceKeyPairs member = group.join(Role.ROLE_MEMBER);
  private final Random random = new Random(20_260_101);

  @Test
  @Tag("CANON-1")
  @Tag("ROSTER-1")
  void changedEntry_isNeverAccepted() {
    for (RosterEntry seed : seeds()) {
      byte[] bytes = seed.toByteArray();
      for (int round = 0; round < ROUNDS; round++) {
        RosterEntry changed = parsed(mutate(bytes));
        if (changed != null && !sameContent(changed, seed)) {
          assertThat(appended(changed))
              .as("round %d of %s", round, GroupFixture.bodyOf(seed).getKindCase())
              .isEmpty();
        }
      }
    }
  }

  @Test
  @Tag("CANON-1")
  void changedBody_thatAnAdminOrTheRootSignedAgain_isRefusedInWordsOrIsCanonicalAndFollows() {
    for (RosterEntry seed : seeds()) {
      boolean byRoot = GroupFixture.bodyOf(seed).getSigner().isEmpty();
      int refused = 0;
      for (int round = 0; round < ROUNDS; round++) {
        ByteString body = ByteString.copyFrom(mutate(seed.getBody().toByteArray()));
        RosterEntry entry =
            group.signedBytes(byRoot ? group.root.sign() : group.firstKeys.sign(), body);
        Optional<Roster> accepted = appended(entry);
        accepted.ifPresent(roster -> assertFollows(roster, entry));
        refused += accepted.isPresent() ? 0 : 1;
      }
      assertThat(refused).as("refused of %s", GroupFixture.bodyOf(seed).getKindCase()).isPositive();
    }
  }

  /** What was accepted is canonical and stands behind the former head. */
  private void assertFollows(Roster roster, RosterEntry entry) {
    RosterBody body = GroupFixture.bodyOf(entry);
    assertThat(ByteString.copyFrom(Canonical.encode(body))).isEqualTo(entry.getBody());
    assertThat(body.getPrevious()).isEqualTo(group.roster.head().getHash());
    assertThat(roster.length()).isEqualTo(group.roster.length() + 1);
    assertThat(roster.head().getHash()).isEqualTo(Roster.entryHash(entry));
    assertThat(roster.contains(group.roster.head())).isTrue();
  }

  private List<RosterEntry> seeds() {
    long now = GroupFixture.NOW;
    Roster roster = group.roster;
    List<RosterEntry> seeds = new ArrayList<>();
    seeds.add(group.first.add(roster, group.entryOf(group.newKeys(), Role.ROLE_MEMBER),
        new Replacement(group.id(member), group.epoch.next(group.random), group.random), now));
    seeds.add(
        group.first.remove(
            roster, group.id(member), 3, ByteString.copyFrom(new byte[32]),
            group.epoch.next(group.random), group.random, now));
    seeds.add(group.first.rekey(roster, group.epoch.next(group.random), group.random, now));
    seeds.add(group.first.setRole(roster, group.id(member), Role.ROLE_DORMANT, now));
    seeds.add(group.first.badBox(roster, 1, now));
    seeds.add(group.first.close(roster, now));
    seeds.add(
        group.rootSigner.reset(
            roster, List.of(roster.entryOf(group.firstId).orElseThrow()),
            group.epoch.next(group.random), group.random, now));
    return seeds;
  }

  /** The longer roster, unless the entry was refused; anything but a violation fails the test by itself. */
  private Optional<Roster> appended(RosterEntry entry) {
    try {
      return Optional.of(group.roster.append(group.crypto, entry));
    } catch (ProtocolViolation e) {
      assertThat(e.words()).isNotBlank();
      return Optional.empty();
    }
  }

  private static RosterEntry parsed(byte[] bytes) {
    try {
      return RosterEntry.parseFrom(bytes);
    } catch (InvalidProtocolBufferException e) {
      return null;
    }
  }

  private static boolean sameContent(RosterEntry one, RosterEntry other) {
    return one.getBody().equals(other.getBody())
        && one.getSignature().equals(other.getSignature())
        && one.getUnknownFields().asMap().isEmpty();
  }

  private byte[] mutate(byte[] original) {
    byte[] bytes = original.clone();
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(5)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt(256);
      case 2 -> bytes = Arrays.copyOf(bytes, at);
      case 3 -> bytes =
          ByteString.copyFrom(bytes).concat(ByteString.copyFrom(bytes, 0, at)).toByteArray();
      default -> System.arraycopy(bytes, 0, bytes, at, bytes.length - at);
    }
    return bytes;
  }
}
