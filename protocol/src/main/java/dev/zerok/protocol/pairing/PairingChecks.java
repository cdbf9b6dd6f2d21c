package dev.zerok.protocol.pairing;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.CryptoException;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.crypto.X25519Encoding;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.wire.DeviceKey;
import dev.zerok.protocol.wire.DeviceKeys;
import dev.zerok.protocol.wire.KeyUse;
import java.util.List;

/** What a side of a pairing demands of the other's words and keys (PROTOCOL.md § 9, PAIR-1, ROSTER-3). */
final class PairingChecks {
  private static final List<KeyUse> USES =
      List.of(KeyUse.KEY_USE_NOISE, KeyUse.KEY_USE_SIGN, KeyUse.KEY_USE_SEAL);
  private static final int KEY_BYTES = 32;
  private static final int RANDOM_BYTES = 32;

  private PairingChecks() {}

  /** Whether a name may be shown to a person: not too long, and nothing in it moves a cursor or turns the writing direction. */
  static boolean isShowable(String name) {
    return name.codePointCount(0, name.length()) <= Limits.NAME_CHARS
        && name.codePoints().noneMatch(PairingChecks::isControl);
  }

  static void requireShowable(String name) throws PairingFailure {
    if (!isShowable(name)) {
      throw PairingFailure.failed("The other device sent a name that cannot be shown.");
    }
  }

  static void requireRandom(ByteString random) throws PairingFailure {
    if (random.size() != RANDOM_BYTES) {
      throw PairingFailure.failed("The other device sent a random value of the wrong size.");
    }
  }

  /** PAIR-1: three keys that a roster takes (ROSTER-3), and the Noise key is the one that the handshake proved. */
  static void requireKeys(Crypto crypto, DeviceKeys keys, ByteString handshakeStatic)
      throws PairingFailure {
    List<KeyUse> uses = keys.getKeysList().stream().map(DeviceKey::getUse).toList();
    boolean sizes = keys.getKeysList().stream().allMatch(key -> key.getKey().size() == KEY_BYTES);
    if (!uses.equals(USES) || !sizes) {
      throw PairingFailure.failed("The other device did not send three keys.");
    }
    if (!keys.getKeys(0).getKey().equals(handshakeStatic)) {
      throw PairingFailure.failed(
          "The other device's keys are not those of this connection: somebody is in between.");
    }
    if (!X25519Encoding.isCanonical(keys.getKeys(0).getKey().toByteArray())
        || !X25519Encoding.isCanonical(keys.getKeys(2).getKey().toByteArray())) {
      throw PairingFailure
          .failed("The other device sent a key in an encoding that is not allowed.");
    }
    if (!isUsableForSealing(crypto, keys.getKeys(2).getKey())) {
      throw PairingFailure.failed("The other device sent a sealing key that nobody can seal to.");
    }
  }

  /** ROSTER-3: any private key tells, because each is a multiple of the cofactor once clamped. */
  private static boolean isUsableForSealing(Crypto crypto, ByteString sealKey) {
    byte[] scalar = new byte[crypto.agreement().algorithm().privateKeyLength()];
    try (Secret any = Secret.adopt(scalar);
        Secret ignored = crypto.agreement().agree(any, sealKey.toByteArray())) {
      return true;
    } catch (CryptoException e) {
      return false;
    }
  }

  /** Whether a character moves a cursor or turns the writing direction. */
  static boolean isControl(int codePoint) {
    boolean turnsDirection =
        (codePoint >= 0x202a && codePoint <= 0x202e)
            || (codePoint >= 0x2066 && codePoint <= 0x2069);
    return Character.isISOControl(codePoint) || turnsDirection;
  }
}
