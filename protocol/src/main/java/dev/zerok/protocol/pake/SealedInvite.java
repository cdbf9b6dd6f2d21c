package dev.zerok.protocol.pake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Aead;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.CryptoException;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.pairing.InviteProblem;
import dev.zerok.protocol.pairing.PairingInvite;
import java.util.Arrays;

/** An invite under the key that a run has proven: nonce (24) ‖ XChaCha20-Poly1305 (PAKE-6). */
final class SealedInvite {
  private static final byte[] LABEL = "0k/pake-invite/v1".getBytes(US_ASCII);
  private static final byte[] NO_SALT = {};
  private static final int KEY_LENGTH = 32;

  private SealedInvite() {}

  static ByteString seal(Crypto crypto, PakeTerms terms, Secret key, PairingInvite invite,
      RandomSource random) {
    Aead aead = crypto.blobAead();
    byte[] nonce = random.bytes(aead.algorithm().nonceLength());
    byte[] plain = invite.encode();
    try (Secret sealing = crypto.deriveSecret(key, NO_SALT, LABEL, KEY_LENGTH)) {
      return ByteString.copyFrom(nonce)
          .concat(ByteString.copyFrom(aead.seal(sealing, nonce, terms.inviteContext(), plain)));
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /** The caller's to close. */
  static PairingInvite open(Crypto crypto, PakeTerms terms, Secret key, ByteString sealed)
      throws PakeFault {
    Aead aead = crypto.blobAead();
    int nonceLength = aead.algorithm().nonceLength();
    if (sealed.size() < nonceLength) {
      throw PakeFault.unreadable();
    }
    byte[] nonce = sealed.substring(0, nonceLength).toByteArray();
    byte[] plain = {};
    try (Secret sealing = crypto.deriveSecret(key, NO_SALT, LABEL, KEY_LENGTH)) {
      plain = aead.open(sealing, nonce, terms.inviteContext(),
          sealed.substring(nonceLength).toByteArray());
      return requireOfThisPlace(PairingInvite.decode(ByteString.copyFrom(plain)), terms);
    } catch (CryptoException e) {
      throw PakeFault.unreadable();
    } catch (InviteProblem e) {
      throw PakeFault.of(String.valueOf(e.getMessage()));
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private static PairingInvite requireOfThisPlace(PairingInvite invite, PakeTerms terms)
      throws PakeFault {
    if (invite.suite() == terms.suite() && invite.relayIdentity().equals(terms.relayIdentity())
        && invite.mailbox().equals(terms.mailbox())) {
      return invite;
    }
    invite.close();
    throw PakeFault.of("The other side sent an invite to another place. Use a new code.");
  }
}
