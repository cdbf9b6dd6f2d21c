package dev.zerok.protocol.noise;

import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.crypto.Secret;
import org.jspecify.annotations.Nullable;

/**
 * What one side brings to a handshake. The handshake copies what it needs, so the caller goes on owning these.
 *
 * @param localStatic our static pair; absent only in patterns without one
 * @param psk the pre-shared key of {@link NoiseProtocol#PSK_LENGTH} bytes; absent only in patterns without one
 */
public record HandshakeKeys(@Nullable KeyPair localStatic, @Nullable Secret psk) {
  /** For XX. */
  public static HandshakeKeys of(KeyPair localStatic) {
    return new HandshakeKeys(localStatic, null);
  }

  /** For XXpsk3. */
  public static HandshakeKeys of(KeyPair localStatic, Secret psk) {
    return new HandshakeKeys(localStatic, psk);
  }

  /** For the NN patterns with a psk. */
  public static HandshakeKeys ofPsk(Secret psk) {
    return new HandshakeKeys(null, psk);
  }

  /** Checks that these are exactly what the pattern needs: one too many would be silently unused. */
  void requireFitting(NoisePattern pattern) {
    if ((localStatic != null) != pattern.needsStatic() || (psk != null) != pattern.needsPsk()) {
      throw new IllegalArgumentException(pattern.noiseName() + " needs "
          + (pattern.needsStatic() ? "a static key pair" : "no static key pair") + " and "
          + (pattern.needsPsk() ? "a psk" : "no psk"));
    }
    if (psk != null && psk.size() != NoiseProtocol.PSK_LENGTH) {
      throw new IllegalArgumentException(
          "a psk has " + NoiseProtocol.PSK_LENGTH + " bytes, not " + psk.size());
    }
  }
}
