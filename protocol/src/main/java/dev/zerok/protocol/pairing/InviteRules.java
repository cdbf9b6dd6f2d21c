package dev.zerok.protocol.pairing;

import dev.zerok.protocol.crypto.Signatures;
import dev.zerok.protocol.crypto.Suite;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.id.MailboxId;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.noise.NoiseProtocol;
import dev.zerok.protocol.wire.Invite;
import java.net.URI;
import java.net.URISyntaxException;

/** What every invite must say (PROTOCOL.md § 9). */
final class InviteRules {
  static final int VERSION = 1;

  private InviteRules() {}

  static boolean isSound(Invite invite) {
    int urls = invite.getRelayUrlsCount();
    return invite.getVersion() == VERSION
        && Suite.byName(invite.getSuite()).isPresent()
        && urls >= 1
        && urls <= Limits.INVITE_URLS
        && invite.getRelayUrlsList().stream().allMatch(InviteRules::isRelayUrl)
        && invite.getRelayIdentity().size() == Signatures.PUBLIC_KEY_LENGTH
        && invite.getGroupId().size() == GroupId.LENGTH
        && invite.getMailboxId().size() == MailboxId.LENGTH
        && invite.getSecret().size() == NoiseProtocol.PSK_LENGTH
        && invite.getExpiresAtSeconds() > 0;
  }

  /** A WebSocket URL in ASCII. Plain {@code ws} is allowed: Noise protects what the URL's scheme does not. */
  static boolean isRelayUrl(String url) {
    if (url.length() > Limits.NAME_CHARS || !url.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      return false;
    }
    try {
      URI uri = new URI(url);
      boolean webSocket = "ws".equals(uri.getScheme()) || "wss".equals(uri.getScheme());
      return webSocket && uri.getHost() != null && uri.getUserInfo() == null
          && uri.getFragment() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
