package dev.zerok.protocol.pairing;

import static dev.zerok.protocol.pairing.PairingRun.EXPIRES_SECONDS;
import static dev.zerok.protocol.pairing.PairingRun.NOW_SECONDS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.pairing.InviteProblem.Reason;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.Invite;
import java.nio.ByteBuffer;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class InviteLinkTest {
  private final FakeRandomSource random = new FakeRandomSource("links");
  private final Invite invite = PairingRun.invite(GroupFixture.empty("links"), random);
  private final String link = InviteLink.format(PairingInvite.of(invite));

  @Test
  @Tag("INVITE-1")
  void parse_whatWasFormatted_givesItBackWithBlanksAroundIt() throws Exception {
    assertThat(InviteLink.parse(link, NOW_SECONDS).toWire()).isEqualTo(invite);
    assertThat(InviteLink.parse("\n  " + link + "\r\n", NOW_SECONDS).toWire())
        .isEqualTo(invite);
  }

  @Test
  @Tag("INVITE-1")
  void format_putsTheSecretBehindTheHashSign() {
    assertThat(link).matches("zerok://join/1#[A-Za-z0-9_-]+");
  }

  @Test
  @Tag("INVITE-1")
  void parse_truncatedAnywhere_isRefusedInWords() {
    for (int length = 0; length < link.length(); length++) {
      String cut = link.substring(0, length);
      Reason reason = assertThrows(InviteProblem.class, () -> parse(cut)).reason();
      assertThat(reason).isIn(Reason.NOT_AN_INVITE, Reason.DAMAGED);
    }
  }

  @Test
  @Tag("INVITE-1")
  void parse_withLookAlikeLetters_isRefused() {
    assertRefused(link.replaceFirst("o", "\u043e"), Reason.NOT_AN_INVITE);
    assertRefused(link.substring(0, 40) + "\u0430" + link.substring(41), Reason.DAMAGED);
    assertRefused(swapped(link, 'O', '0'), Reason.DAMAGED);
    assertRefused(swapped(link, 'l', 'I'), Reason.DAMAGED);
    assertRefused(link + "\u200b", Reason.DAMAGED);
  }

  @Test
  @Tag("INVITE-1")
  void parse_withPaddingOrSurplusBits_isRefused() {
    assertRefused(link + "=", Reason.DAMAGED);
    assertRefused(link.substring(0, 20) + "\n" + link.substring(20), Reason.DAMAGED);
  }

  @Test
  @Tag("INVITE-1")
  void parse_aMegabyte_isRefusedAtOnce() {
    assertRefused("A".repeat(1_000_000), Reason.TOO_LONG);
    assertRefused(link + "A".repeat(1_000_000), Reason.TOO_LONG);
  }

  @Test
  @Tag("INVITE-1")
  void parse_foreignText_isRefused() {
    assertRefused("", Reason.NOT_AN_INVITE);
    assertRefused("https://example.org/#abc", Reason.NOT_AN_INVITE);
    assertRefused("zerok://join/", Reason.DAMAGED);
    assertRefused(link.replace("join/1#", "join/2#"), Reason.UNKNOWN_VERSION);
    assertRefused(linkOf(invite.toBuilder().setVersion(2).build()), Reason.UNKNOWN_VERSION);
    assertRefused(linkOf(invite.toBuilder().setSuite("fips1").build()), Reason.UNKNOWN_SUITE);
  }

  @Test
  @Tag("INVITE-1")
  void parse_withImpossibleFields_isRefused() {
    assertInvalid(invite.toBuilder().clearRelayUrls());
    assertInvalid(invite.toBuilder()
        .addRelayUrls("ws://b")
        .addRelayUrls("ws://c")
        .addRelayUrls("ws://d")
        .addRelayUrls("ws://e"));
    for (String url : new String[]{
        "https://relay.example", "wss://", "wss://user@relay.example", "wss://relay.example/#x",
        "wss://r\u00e9lay.example", "wss://relay example", "ws://" + "x".repeat(252), "",
        "not a url"
    }) {
      assertInvalid(invite.toBuilder().setRelayUrls(0, url));
    }
    ByteString short31 = ByteString.copyFrom(new byte[31]);
    assertInvalid(invite.toBuilder().setRelayIdentity(short31));
    assertInvalid(invite.toBuilder().setGroupId(short31));
    assertInvalid(invite.toBuilder().setMailboxId(short31));
    assertInvalid(invite.toBuilder().setSecret(short31));
    assertInvalid(invite.toBuilder().setExpiresAtSeconds(0));
    assertInvalid(invite.toBuilder().setExpiresAtSeconds(-1));
  }

  @Test
  @Tag("INVITE-1")
  @Tag("CANON-1")
  void parse_bytesThatAreNotCanonical_isRefused() {
    ByteString canonical = invite.toByteString();
    ByteString versionTwice = ByteString.copyFrom(new byte[]{0x08, 0x01}).concat(canonical);
    ByteString unknownField = canonical.concat(ByteString.copyFrom(new byte[]{0x48, 0x01}));

    assertRefused(linkOf(versionTwice), Reason.INVALID);
    assertRefused(linkOf(unknownField), Reason.INVALID);
    assertRefused(linkOf(ByteString.copyFromUtf8("no protobuf")), Reason.INVALID);
  }

  @Test
  @Tag("INVITE-2")
  void parse_anExpiredInvite_isRefused() throws Exception {
    assertThat(InviteLink.parse(link, EXPIRES_SECONDS - 1).toWire()).isEqualTo(invite);
    assertThat(
        assertThrows(InviteProblem.class, () -> InviteLink.parse(link, EXPIRES_SECONDS)).reason())
        .isEqualTo(Reason.EXPIRED);
  }

  @Test
  void format_theLongestInvite_staysWithinTheLimit() throws Exception {
    Invite.Builder longest = invite.toBuilder().clearRelayUrls();
    for (int i = 0; i < 4; i++) {
      longest.addRelayUrls("wss://relay.example/" + "x".repeat(236));
    }
    String longestLink =
        InviteLink.format(PairingInvite.of(longest.setExpiresAtSeconds(Long.MAX_VALUE).build()));

    assertThat(longestLink.length()).isLessThan(1_700);
    assertThat(InviteLink.parse(longestLink, NOW_SECONDS).toWire()).isEqualTo(longest.build());
  }

  @Test
  void anInviteThatNobodyWouldTake_isTheCallersFault() {
    assertThatThrownBy(() -> PairingInvite.of(invite.toBuilder().clearSecret().build()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void parsedInvite_printsNoSecret_andForgetsItWhenClosed() throws Exception {
    PairingInvite parsed = InviteLink.parse(link, NOW_SECONDS);
    assertThat(parsed).hasToString("PairingInvite[expires at " + EXPIRES_SECONDS + "]");

    parsed.close();

    assertThat(parsed.group().bytes()).isEqualTo(invite.getGroupId());
    assertThatThrownBy(parsed::toWire).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void problems_neverRepeatTheText() {
    for (Reason reason : Reason.values()) {
      assertThat(new InviteProblem(reason)).hasMessageNotContaining(link.substring(15, 40))
          .hasNoCause();
    }
  }

  @Test
  void parse_mutatedLinks_failOnlyInTheTypedWay() {
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = link.getBytes(UTF_8);
      for (int changes = 1 + next(3); changes > 0; changes--) {
        bytes[next(bytes.length)] = (byte) next(256);
      }
      String mutated = new String(bytes, 0, 1 + next(bytes.length), UTF_8);
      try {
        assertThat(parse(mutated).toWire()).isEqualTo(invite);
      } catch (InviteProblem typed) {
        assertThat(typed.getMessage()).isNotBlank();
      }
    }
  }

  private int next(int bound) {
    return Math.floorMod(ByteBuffer.wrap(random.bytes(4)).getInt(), bound);
  }

  private static PairingInvite parse(String text) throws InviteProblem {
    return InviteLink.parse(text, NOW_SECONDS);
  }

  private static void assertInvalid(Invite.Builder changed) {
    assertRefused(linkOf(changed.build()), Reason.INVALID);
  }

  private static void assertRefused(String text, Reason reason) {
    assertThat(assertThrows(InviteProblem.class, () -> parse(text)).reason()).isEqualTo(reason);
  }

  private static String swapped(String text, char one, char other) {
    int at = text.indexOf(one, "zerok://join/1#".length());
    return text.substring(0, at) + other + text.substring(at + 1);
  }

  private static String linkOf(Invite any) {
    return linkOf(any.toByteString());
  }

  /** A link with a right checksum over anything. */
  private static String linkOf(ByteString content) {
    ByteString checked = content.concat(Sha256.of(content).substring(0, 4));
    return "zerok://join/1#"
        + Base64.getUrlEncoder().withoutPadding().encodeToString(checked.toByteArray());
  }
}
