package dev.zerok.protocol.pake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.canonical.Canonical;
import dev.zerok.protocol.crypto.Signatures;
import dev.zerok.protocol.crypto.Suite;
import dev.zerok.protocol.hash.Labelled;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.MailboxId;
import dev.zerok.protocol.wire.PakeStart;

/**
 * Where two sides meet: what both know before the first message (PROTOCOL.md § 9).
 *
 * @param suite the group's
 * @param relayIdentity the relay's identity key, 32 bytes
 * @param nameplate which mailbox of that relay
 */
public record PakeTerms(Suite suite, ByteString relayIdentity, Nameplate nameplate) {
  public PakeTerms {
    if (relayIdentity.size() != Signatures.PUBLIC_KEY_LENGTH) {
      throw new IllegalArgumentException("a relay identity has 32 bytes");
    }
  }

  /** The mailbox that the nameplate stands for at this relay (PAKE-1). */
  public MailboxId mailbox() {
    byte[] input = Labelled.input("nameplate", suite, null, place().toByteArray());
    return MailboxId.of(Sha256.of(ByteString.copyFrom(input)).substring(0, MailboxId.LENGTH));
  }

  /** What both confirmations are bound to besides the shares (AAD of RFC 9382 § 4). */
  byte[] context(PakeStart start) {
    byte[] canonical = Canonical.encode(start);
    return Labelled.input("spake2", suite, null,
        place().concat(ByteString.copyFrom(canonical)).toByteArray());
  }

  /** What the sealed invite is bound to. */
  byte[] inviteContext() {
    return Labelled.input("pake-invite", suite, null, mailbox().toByteArray());
  }

  private ByteString place() {
    return relayIdentity.concat(ByteString.copyFrom(nameplate.digits(), US_ASCII));
  }
}
