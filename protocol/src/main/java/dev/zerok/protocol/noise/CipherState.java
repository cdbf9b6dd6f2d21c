package dev.zerok.protocol.noise;

import dev.zerok.protocol.crypto.Aead;
import dev.zerok.protocol.crypto.CryptoException;
import dev.zerok.protocol.crypto.Secret;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Noise's CipherState with a key (§5.1): a key and the number of the next message under it. The number goes up only after the
 * message was sealed or its tag verified, so a forged message changes nothing.
 */
final class CipherState implements AutoCloseable {
  /** The last nonce, 2^64 - 1 as an unsigned number, is reserved for rekeying (Noise §5.1). */
  private static final long REKEY_NONCE = -1L;

  private static final byte[] EMPTY = {};
  private static final int NONCE_COUNTER_START = 4;

  private final Aead aead;
  private Secret key;
  private long nonce;

  /** Owns {@code key} from now on. */
  CipherState(Aead aead, Secret key) {
    this(aead, key, 0);
  }

  /** As the other constructor, but starting at a message number, for tests of the end of the range. */
  CipherState(Aead aead, Secret key, long nonce) {
    this.aead = aead;
    this.key = key;
    this.nonce = nonce;
  }

  byte[] encrypt(byte[] aad, byte[] plaintext) throws NoiseException {
    requireNonce();
    byte[] ciphertext = aead.seal(key, nonceBytes(nonce), aad, plaintext);
    nonce++;
    return ciphertext;
  }

  byte[] decrypt(byte[] aad, byte[] ciphertext) throws NoiseException {
    requireNonce();
    try {
      byte[] plaintext = aead.open(key, nonceBytes(nonce), aad, ciphertext);
      nonce++;
      return plaintext;
    } catch (CryptoException e) {
      throw new NoiseException(
          e.reason() == CryptoException.Reason.TOO_SHORT
              ? NoiseException.Reason.MESSAGE_TOO_SHORT
              : NoiseException.Reason.BAD_TAG,
          e);
    }
  }

  /** REKEY(k) of Noise §4.2 as used by §11.3: a new key from the old one. The message number goes on. */
  void rekey() {
    byte[] sealed = aead.seal(key, nonceBytes(REKEY_NONCE), EMPTY, new byte[Aead.KEY_LENGTH]);
    Secret next = Secret.adopt(Arrays.copyOf(sealed, Aead.KEY_LENGTH));
    Arrays.fill(sealed, (byte) 0);
    key.close();
    key = next;
  }

  /** The number of the next message, unsigned. */
  long nonce() {
    return nonce;
  }

  @Override
  public void close() {
    key.close();
  }

  private void requireNonce() throws NoiseException {
    if (nonce == REKEY_NONCE) {
      throw new NoiseException(NoiseException.Reason.NONCES_EXHAUSTED);
    }
  }

  /** Noise §12.2: four zero bytes and the number, little-endian for ChaChaPoly, big-endian for AESGCM. */
  private byte[] nonceBytes(long number) {
    boolean bigEndian = aead.algorithm() == Aead.Algorithm.AES_256_GCM;
    return ByteBuffer.allocate(aead.algorithm().nonceLength())
        .order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
        .putLong(NONCE_COUNTER_START, number)
        .array();
  }
}
