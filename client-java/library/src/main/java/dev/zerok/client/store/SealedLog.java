package dev.zerok.client.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.zerok.protocol.crypto.Aead;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.CryptoException;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.hash.Sha256;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The encryption of one store file, frame by frame. Each frame is {@code u32 length ‖ 8-byte check ‖ nonce ‖ ciphertext}; a frame is bound
 * to everything before it, so frames cannot be changed, moved, doubled or taken out of the middle.
 *
 * <p>Why the length has a check of its own: only so is a torn frame (the file ends before it does) told from one whose length was changed.
 * Why nonces are random: a torn frame is cut and its place written again with other bytes; a counted nonce would be used twice.
 *
 * <p>Confined to one thread; ends with {@link #close}, which wipes the keys.
 */
final class SealedLog implements AutoCloseable {
  /** Bytes before the nonce: length and check. */
  static final int FRAME_HEAD = 4 + 8;

  /** The most that one frame holds, in bytes of plaintext. */
  static final int MAX_PLAINTEXT = 32 * 1024 * 1024;

  private static final int CHECK_LENGTH = 8;

  private final Crypto crypto;
  private final Secret sealKey;
  private final Secret checkKey;
  private byte[] chain;

  SealedLog(Crypto crypto, Secret masterKey, byte[] header) {
    this.crypto = crypto;
    this.sealKey = crypto.deriveSecret(masterKey, header, "0k/store-seal/v1".getBytes(US_ASCII),
        Aead.KEY_LENGTH);
    this.checkKey = crypto.deriveSecret(masterKey, header, "0k/store-check/v1".getBytes(US_ASCII),
        Aead.KEY_LENGTH);
    this.chain = Sha256.of("0k/store-chain/v1\0".getBytes(US_ASCII), header);
  }

  /** The next frame. */
  byte[] seal(byte[] plaintext, RandomSource random) {
    if (plaintext.length > MAX_PLAINTEXT) {
      throw new IllegalArgumentException(
          "a batch has at most " + MAX_PLAINTEXT + " bytes, not " + plaintext.length);
    }
    byte[] nonce = random.bytes(crypto.blobAead().algorithm().nonceLength());
    byte[] ciphertext = crypto.blobAead().seal(sealKey, nonce, chain, plaintext);
    int length = nonce.length + ciphertext.length;
    byte[] frame = ByteBuffer.allocate(FRAME_HEAD + length)
        .putInt(length)
        .put(check(length))
        .put(nonce)
        .put(ciphertext)
        .array();
    chain = Sha256.of(chain, frame);
    return frame;
  }

  /** The bytes that follow this frame head, or −1 if the head was not written by us at this place. */
  int lengthOf(byte[] head) {
    int length = ByteBuffer.wrap(head).getInt();
    boolean ours = Arrays.equals(check(length),
        Arrays.copyOfRange(head, FRAME_HEAD - CHECK_LENGTH, FRAME_HEAD));
    return ours && length > 0 && length <= MAX_PLAINTEXT + 64 ? length : -1;
  }

  /**
   * Opens the next frame and moves on.
   *
   * @throws CryptoException if it is not the frame that was written here; then the place does not move
   */
  byte[] open(byte[] head, byte[] rest) {
    int nonceLength = crypto.blobAead().algorithm().nonceLength();
    if (rest.length < nonceLength) {
      throw new CryptoException(CryptoException.Reason.TOO_SHORT);
    }
    byte[] plaintext = crypto.blobAead()
        .open(
            sealKey, Arrays.copyOf(rest, nonceLength), chain,
            Arrays.copyOfRange(rest, nonceLength, rest.length));
    chain = Sha256.of(chain, head, rest);
    return plaintext;
  }

  /** Where the next frame belongs: behind everything that was sealed or opened so far. */
  byte[] place() {
    return chain.clone();
  }

  /** Goes back to a place, because what was opened behind it is cut off. */
  void returnTo(byte[] place) {
    chain = place.clone();
  }

  private byte[] check(int length) {
    byte[] lengthBytes = ByteBuffer.allocate(4).putInt(length).array();
    return Arrays.copyOf(crypto.hmacSha256(checkKey.expose(), chain, lengthBytes), CHECK_LENGTH);
  }

  @Override
  public void close() {
    sealKey.close();
    checkKey.close();
  }
}
