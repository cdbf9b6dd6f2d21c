package dev.zerok.client.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Aead;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.CryptoException;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.crypto.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The encryption of a {@link ContentShelf}, chunk by chunk: {@code nonce ‖ ciphertext}, sealed under a key of the store's and bound to
 * content and index. So a chunk may come in any order and again, and one that was moved does not open.
 *
 * <p>Nonces are random and of 24 bytes: a chunk that is written twice gets another one. Any thread.
 */
public final class SealedChunks implements AutoCloseable {
  private final Aead aead;
  private final RandomSource random;
  private final Secret key;
  // Readers of other threads use the key; it must not be wiped under them.
  private final ReadWriteLock life = new ReentrantReadWriteLock();
  private boolean closed;

  /**
   * @param masterKey the store's; stays the caller's
   */
  SealedChunks(Crypto crypto, Secret masterKey, RandomSource random) {
    this.aead = crypto.blobAead();
    this.random = random;
    this.key = crypto.deriveSecret(masterKey, new byte[0],
        "0k/store-content/v1".getBytes(US_ASCII), Aead.KEY_LENGTH);
  }

  /** Bytes of a sealed chunk besides the chunk's own. */
  public int overhead() {
    return aead.algorithm().nonceLength() + Aead.TAG_LENGTH;
  }

  /** Seals a chunk for its place. */
  public byte[] seal(ContentKey of, int index, ByteString data) {
    byte[] nonce = random.bytes(aead.algorithm().nonceLength());
    byte[] plaintext = data.toByteArray();
    try {
      byte[] ciphertext = aead.seal(key, nonce, place(of, index), plaintext);
      return ByteBuffer.allocate(nonce.length + ciphertext.length)
          .put(nonce)
          .put(ciphertext)
          .array();
    } finally {
      Arrays.fill(plaintext, (byte) 0);
    }
  }

  /**
   * Opens a chunk of that place.
   *
   * @throws IOException if it is another one or was changed, or after {@link #close}
   */
  public byte[] open(ContentKey of, int index, byte[] sealed) throws IOException {
    life.readLock().lock();
    try {
      if (closed) {
        throw new IOException("the store was closed");
      }
      int nonceLength = aead.algorithm().nonceLength();
      if (sealed.length < overhead()) {
        throw new IOException("chunk " + index + " was cut off");
      }
      return aead.open(key, Arrays.copyOf(sealed, nonceLength), place(of, index),
          Arrays.copyOfRange(sealed, nonceLength, sealed.length));
    } catch (CryptoException e) {
      throw new IOException("chunk " + index + " was changed on this device's disk", e);
    } finally {
      life.readLock().unlock();
    }
  }

  private static byte[] place(ContentKey of, int index) {
    return ByteBuffer.allocate(of.sender().bytes().size() + of.id().bytes().size() + Integer.BYTES)
        .put(of.sender().toByteArray())
        .put(of.id().toByteArray())
        .putInt(index)
        .array();
  }

  /** Wipes the key, once nobody uses it. Idempotent. */
  @Override
  public void close() {
    life.writeLock().lock();
    try {
      closed = true;
      key.close();
    } finally {
      life.writeLock().unlock();
    }
  }
}
