package dev.zerok.protocol.pairing;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.canonical.Canonical;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.crypto.Suite;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.id.MailboxId;
import dev.zerok.protocol.pairing.InviteProblem.Reason;
import dev.zerok.protocol.wire.Invite;
import java.util.List;

/**
 * An invite whose fields are within their bounds (PROTOCOL.md § 9). Unlike the wire's Invite it cannot print its secret, and wipes
 * it on {@link #close}; everything else may be read after that too.
 *
 * <p>Threads: confined to one at a time.
 */
public final class PairingInvite implements AutoCloseable {
  private final Invite terms; // all but the secret
  private final Secret secret;

  private PairingInvite(Invite terms, Secret secret) {
    this.terms = terms;
    this.secret = secret;
  }

  /**
   * The invite that a message holds.
   *
   * @throws IllegalArgumentException if a field is not as {@code pairing.proto} demands
   */
  public static PairingInvite of(Invite invite) {
    if (!InviteRules.isSound(invite)) {
      throw new IllegalArgumentException("an invite with a field out of its bounds");
    }
    return new PairingInvite(
        invite.toBuilder().clearSecret().build(), Secret.adopt(invite.getSecret().toByteArray()));
  }

  /**
   * The invite of these canonical bytes.
   *
   * @return the caller's to close
   * @throws InviteProblem if they are not canonical, or of a version or suite that this program does not have, or a field is out of
   *     its bounds
   */
  public static PairingInvite decode(ByteString canonical) throws InviteProblem {
    Invite invite;
    try {
      invite = Canonical.decode(Invite.parser(), canonical);
    } catch (ProtocolViolation e) {
      throw new InviteProblem(Reason.INVALID);
    }
    if (invite.getVersion() != InviteRules.VERSION) {
      throw new InviteProblem(Reason.UNKNOWN_VERSION);
    }
    if (Suite.byName(invite.getSuite()).isEmpty()) {
      throw new InviteProblem(Reason.UNKNOWN_SUITE);
    }
    if (!InviteRules.isSound(invite)) {
      throw new InviteProblem(Reason.INVALID);
    }
    return of(invite);
  }

  /** Whether an invite may name this address of a relay (INVITE-1). */
  public static boolean isRelayUrl(String url) {
    return InviteRules.isRelayUrl(url);
  }

  /** Which suite the group uses. */
  public Suite suite() {
    return Suite.byName(terms.getSuite()).orElseThrow();
  }

  /** Where the relay is: one to four URLs, to be tried in this order. */
  public List<String> relayUrls() {
    return terms.getRelayUrlsList();
  }

  /** The relay's signing key, to be pinned (RID-3). */
  public ByteString relayIdentity() {
    return terms.getRelayIdentity();
  }

  /** Whose invite it is. */
  public GroupId group() {
    return GroupId.of(terms.getGroupId());
  }

  /** Where both meet. */
  public MailboxId mailbox() {
    return MailboxId.of(terms.getMailboxId());
  }

  /** Unix time in seconds from which on nobody accepts it (INVITE-2). */
  public long expiresAtSeconds() {
    return terms.getExpiresAtSeconds();
  }

  boolean isExpired(long nowSeconds) {
    return nowSeconds >= terms.getExpiresAtSeconds();
  }

  /** The 32 bytes that both sides prove to each other; owned by this invite. */
  Secret secret() {
    return secret;
  }

  /**
   * All of it with the secret, which the result prints and cannot wipe: for an encoder only.
   *
   * @throws IllegalStateException after close
   */
  public Invite toWire() {
    return terms.toBuilder().setSecret(ByteString.copyFrom(secret.expose())).build();
  }

  /**
   * Its canonical bytes, as secret as the invite.
   *
   * @throws IllegalStateException after close
   */
  public byte[] encode() {
    return Canonical.encode(toWire());
  }

  /** Wipes the secret. */
  @Override
  public void close() {
    secret.close();
  }

  /** Without the secret, and without anything that names the group or the mailbox. */
  @Override
  public String toString() {
    return "PairingInvite[expires at " + terms.getExpiresAtSeconds() + "]";
  }
}
