package dev.zerok.protocol.pairing;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.pairing.InviteProblem.Reason;
import java.util.Base64;

/**
 * An invite as text: {@code zerok://join/1#} ‖ base64url(canonical Invite ‖ checksum) (PROTOCOL.md § 9, INVITE-1). The secret stands
 * behind the #, which no browser sends to a server.
 */
public final class InviteLink {
  /** The longest text that is looked at; the longest invite has fewer than 1 700 characters. */
  public static final int MAX_CHARS = 2_048;

  private static final String ANY_VERSION = "zerok://join/";
  private static final String PREFIX = ANY_VERSION + "1#";
  private static final int CHECKSUM_BYTES = 4;

  private InviteLink() {}

  /** The link for an invite that this device made; as secret as the invite. */
  public static String format(PairingInvite invite) {
    ByteString canonical = ByteString.copyFrom(invite.encode());
    byte[] checked = canonical.concat(checksum(canonical)).toByteArray();
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(checked);
  }

  /**
   * The invite in a text that a person pasted, typed or scanned; blanks around it are ignored.
   *
   * @param nowSeconds Unix time on this device's clock
   * @return the caller's to close
   * @throws InviteProblem with words for the person; after it nothing must be connected to
   */
  public static PairingInvite parse(String text, long nowSeconds) throws InviteProblem {
    if (text.length() > MAX_CHARS) {
      throw new InviteProblem(Reason.TOO_LONG);
    }
    String link = text.strip();
    if (!link.startsWith(PREFIX)) {
      throw new InviteProblem(
          link.startsWith(ANY_VERSION) ? foreignVersion(link) : Reason.NOT_AN_INVITE);
    }
    PairingInvite invite = PairingInvite.decode(bytes(link.substring(PREFIX.length())));
    if (invite.isExpired(nowSeconds)) {
      invite.close();
      throw new InviteProblem(Reason.EXPIRED);
    }
    return invite;
  }

  /** A link whose version is a number that we do not know, as against one that was cut or mistyped in the middle of its head. */
  private static Reason foreignVersion(String link) {
    return link.substring(ANY_VERSION.length()).matches("(?s)[0-9]{1,9}#.*")
        ? Reason.UNKNOWN_VERSION
        : Reason.DAMAGED;
  }

  /** The canonical Invite of a fragment whose checksum fits. */
  private static ByteString bytes(String fragment) throws InviteProblem {
    byte[] checked;
    try {
      checked = Base64.getUrlDecoder().decode(fragment);
    } catch (IllegalArgumentException e) {
      throw new InviteProblem(Reason.DAMAGED);
    }
    // Java's decoder takes padding and ignores surplus bits of the last character; two texts must not be one invite.
    if (!Base64.getUrlEncoder().withoutPadding().encodeToString(checked).equals(fragment)) {
      throw new InviteProblem(Reason.DAMAGED);
    }
    if (checked.length <= CHECKSUM_BYTES) {
      throw new InviteProblem(Reason.DAMAGED);
    }
    ByteString all = ByteString.copyFrom(checked);
    ByteString canonical = all.substring(0, all.size() - CHECKSUM_BYTES);
    if (!checksum(canonical).equals(all.substring(canonical.size()))) {
      throw new InviteProblem(Reason.DAMAGED);
    }
    return canonical;
  }

  private static ByteString checksum(ByteString canonical) {
    return Sha256.of(canonical).substring(0, CHECKSUM_BYTES);
  }
}
