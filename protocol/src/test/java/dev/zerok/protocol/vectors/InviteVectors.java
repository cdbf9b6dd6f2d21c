package dev.zerok.protocol.vectors;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.pairing.InviteLink;
import dev.zerok.protocol.pairing.InviteProblem;
import dev.zerok.protocol.pairing.PairingInvite;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.testkit.MessageFields;
import dev.zerok.protocol.testkit.VectorObject;
import dev.zerok.protocol.wire.Invite;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Invite links (PROTOCOL.md § 9). */
final class InviteVectors {
  private static final long NOW = 1_800_000_000L;

  private final FakeRandomSource random = new FakeRandomSource("vectors invites");
  private final Invite invite =
      Invite.newBuilder()
          .setVersion(1)
          .setSuite("std1")
          .addRelayUrls("wss://relay.example/sync")
          .setRelayIdentity(bytes(32))
          .setGroupId(bytes(32))
          .setMailboxId(bytes(16))
          .setSecret(bytes(32))
          .setExpiresAtSeconds(NOW + 600)
          .build();
  private final List<VectorObject> cases = new ArrayList<>();

  private InviteVectors() {}

  static VectorObject file() {
    InviteVectors vectors = new InviteVectors();
    vectors.accepted();
    vectors.refused();
    return new VectorObject()
        .text("description",
            "Texts that are invites, with their fields, and texts that are not, with the reason")
        .text("section", "9")
        .objects("cases", vectors.cases);
  }

  private void accepted() {
    Invite four =
        invite.toBuilder()
            .addRelayUrls("ws://127.0.0.1:8484")
            .addRelayUrls("ws://[::1]:8484/x?y=1")
            .addRelayUrls("wss://b.example")
            .build();
    accept("one relay URL", InviteLink.format(PairingInvite.of(invite)), NOW);
    accept("four relay URLs", InviteLink.format(PairingInvite.of(four)), NOW);
    accept("blanks around it", " \n" + InviteLink.format(PairingInvite.of(invite)) + "\r\n", NOW);
    accept("in its last second", InviteLink.format(PairingInvite.of(invite)), NOW + 599);
  }

  private void refused() {
    String link = InviteLink.format(PairingInvite.of(invite));
    String fragment = link.substring(link.indexOf('#') + 1);
    refuse("no text", "INVITE-1", "", NOW);
    refuse("another scheme", "INVITE-1", "https://join/1#" + fragment, NOW);
    refuse("a look-alike letter in the scheme", "INVITE-1", link.replaceFirst("o", "\u043e"), NOW);
    refuse("a later version", "INVITE-1", "zerok://join/2#" + fragment, NOW);
    refuse("a later version inside", "INVITE-1", linkOf(invite.toBuilder().setVersion(2)), NOW);
    refuse("a suite that is reserved", "INVITE-1", linkOf(invite.toBuilder().setSuite("fips1")),
        NOW);
    refuse("its last character missing", "INVITE-1", link.substring(0, link.length() - 1), NOW);
    refuse("its second half missing", "INVITE-1", link.substring(0, link.length() / 2), NOW);
    refuse("one letter changed", "INVITE-1",
        link.substring(0, 30) + (link.charAt(30) == 'A' ? 'B' : 'A') + link.substring(31), NOW);
    refuse("a Cyrillic letter inside", "INVITE-1",
        link.substring(0, 30) + "\u0430" + link.substring(31), NOW);
    refuse("a line break inside", "INVITE-1", link.substring(0, 60) + "\n" + link.substring(60),
        NOW);
    refuse("padding behind it", "INVITE-1", link + "=", NOW);
    refuse("a character more", "INVITE-1", link + "A", NOW);
    refuse("over 2048 characters", "INVITE-1", link + "A".repeat(2_049 - link.length()), NOW);
    refuse("no relay URL", "INVITE-1", linkOf(invite.toBuilder().clearRelayUrls()), NOW);
    refuse("a relay URL for browsers", "INVITE-1",
        linkOf(invite.toBuilder().setRelayUrls(0, "https://relay.example")), NOW);
    refuse("a relay URL with a user", "INVITE-1",
        linkOf(invite.toBuilder().setRelayUrls(0, "wss://u@relay.example")), NOW);
    refuse("a relay URL with a fragment", "INVITE-1",
        linkOf(invite.toBuilder().setRelayUrls(0, "wss://relay.example/#x")), NOW);
    refuse("a relay URL that is not ASCII", "INVITE-1",
        linkOf(invite.toBuilder().setRelayUrls(0, "wss://rel\u00e4y.example")), NOW);
    refuse("a short secret", "INVITE-1", linkOf(invite.toBuilder().setSecret(bytes(31))), NOW);
    refuse("a field twice", "CANON-1",
        linkOf(ByteString.copyFrom(new byte[]{0x08, 0x01}).concat(invite.toByteString())), NOW);
    refuse("an unknown field", "CANON-2",
        linkOf(invite.toByteString().concat(ByteString.copyFrom(new byte[]{0x48, 0x01}))), NOW);
    refuse("expired", "INVITE-2", link, NOW + 600);
  }

  private void accept(String name, String text, long now) {
    try {
      cases.add(base(name, "INVITE-1", text, now, true).object("invite",
          MessageFields.of(InviteLink.parse(text, now).toWire())));
    } catch (InviteProblem e) {
      throw new AssertionError(name, e);
    }
  }

  private void refuse(String name, String rule, String text, long now) {
    try {
      InviteLink.parse(text, now);
    } catch (InviteProblem e) {
      cases.add(base(name, rule, text, now, false).text("reason", e.reason().name()));
      return;
    }
    throw new AssertionError(name + " was accepted");
  }

  private static VectorObject base(String name, String rule, String text, long now,
      boolean accepted) {
    return new VectorObject()
        .text("name", name)
        .text("rule", rule)
        .text("text", text)
        .u64("now_seconds", now)
        .flag("accepted", accepted);
  }

  private ByteString bytes(int size) {
    return ByteString.copyFrom(random.bytes(size));
  }

  private static String linkOf(Invite.Builder any) {
    return linkOf(any.build().toByteString());
  }

  private static String linkOf(ByteString content) {
    byte[] checked = content.concat(Sha256.of(content).substring(0, 4)).toByteArray();
    return "zerok://join/1#" + Base64.getUrlEncoder().withoutPadding().encodeToString(checked);
  }
}
