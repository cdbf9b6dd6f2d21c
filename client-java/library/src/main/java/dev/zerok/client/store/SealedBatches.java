package dev.zerok.client.store;

import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.CryptoException;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.crypto.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The encryption of a store that keeps whole batches in a place of its own, a database for instance: a header that is not secret, then
 * frames, each bound to the header and to all frames before it. A frame that was changed, moved, doubled or taken out of the middle does
 * not open.
 *
 * <p>A sequence begins with snapshot frames ({@link #snapshot}) and goes on with batches ({@link #seal}). Confined to one thread.
 */
public final class SealedBatches implements AutoCloseable {
  /** Frames of one snapshot or batch begin anew at about this size, in bytes. */
  private static final int PART_BYTES = 1024 * 1024;

  private final Crypto crypto;
  private final RandomSource random;
  private final StoreFileHeader header;
  private final Secret masterKey;
  private final SealedLog log;
  private final FrameTurns turns = new FrameTurns();

  private SealedBatches(Crypto crypto, RandomSource random, StoreFileHeader header,
      Secret masterKey) {
    this.crypto = crypto;
    this.random = random;
    this.header = header;
    this.masterKey = masterKey;
    this.log = new SealedLog(crypto, masterKey, header.encode());
  }

  /** A new sequence under this key, which is taken over and wiped. Stretching a passphrase takes a good part of a second. */
  public static SealedBatches create(StoreKey key, Crypto crypto, RandomSource random)
      throws StoreFailure {
    return under(StoreFileHeader.create(key, random), key, crypto, random);
  }

  /**
   * The sequence that begins with this header, to be read from its first frame on. Takes the key over and wipes it.
   *
   * @throws StoreFailure {@code FOREIGN}, {@code DAMAGED} or {@code WRONG_KEY}
   */
  public static SealedBatches reopen(byte[] header, StoreKey key, Crypto crypto,
      RandomSource random) throws StoreFailure {
    try {
      return under(StoreFileHeader.decode(header), key, crypto, random);
    } catch (StoreFailure e) {
      key.close();
      throw e;
    }
  }

  private static SealedBatches under(StoreFileHeader header, StoreKey key, Crypto crypto,
      RandomSource random) throws StoreFailure {
    try (StoreKey ignored = key) {
      return new SealedBatches(crypto, random, header, header.masterKey(key, crypto));
    }
  }

  /** A new sequence under the same key, to take this one's place. This one stays open. */
  public SealedBatches next() {
    return new SealedBatches(crypto, random, header.next(random), masterKey.copy());
  }

  /** The encryption of the chunks of contents, under a key that stays the same over {@link #next}; the caller's to close. */
  public SealedChunks chunks() {
    return new SealedChunks(crypto, masterKey, random);
  }

  /** What stands before the frames. Nothing in it is secret. */
  public byte[] header() {
    return header.encode();
  }

  /** The first frames, one at least: everything that an image holds. */
  public List<byte[]> snapshot(StoreImage image) {
    List<byte[]> frames = frames(FrameTurns.SNAPSHOT_PART, image.snapshot());
    turns.wroteSnapshot();
    return frames;
  }

  /** The next frames, which are one batch: one at least, more where it is long. They count together or not at all. */
  public List<byte[]> seal(List<StoreRecord> batch) {
    return frames(FrameTurns.BATCH, batch);
  }

  private List<byte[]> frames(byte kind, List<StoreRecord> records) {
    List<byte[]> parts = RecordParts.split(records, PART_BYTES);
    List<byte[]> frames = new ArrayList<>();
    for (byte[] part : parts) {
      frames.add(sealed(kind, parts.size() - 1 - frames.size(), part));
    }
    return frames;
  }

  private byte[] sealed(byte kind, int following, byte[] records) {
    byte[] plaintext = ByteBuffer.allocate(FrameTurns.PLAINTEXT_HEAD + records.length)
        .put(kind)
        .putInt(following)
        .put(records)
        .array();
    try {
      return log.seal(plaintext, random);
    } finally {
      Arrays.fill(records, (byte) 0);
      Arrays.fill(plaintext, (byte) 0);
    }
  }

  /**
   * The records of the next frame.
   *
   * @throws StoreFailure {@code WRONG_KEY} if the first frame does not open, {@code DAMAGED} for any other
   */
  public List<StoreRecord> open(byte[] frame) throws StoreFailure {
    if (frame.length < SealedLog.FRAME_HEAD) {
      throw StoreFileReader.damaged();
    }
    byte[] head = Arrays.copyOf(frame, SealedLog.FRAME_HEAD);
    if (log.lengthOf(head) != frame.length - SealedLog.FRAME_HEAD) {
      throw turns.isEmpty() ? StoreFileReader.wrongKey() : StoreFileReader.damaged();
    }
    byte[] plaintext;
    try {
      plaintext = log.open(head, Arrays.copyOfRange(frame, head.length, frame.length));
    } catch (CryptoException e) {
      throw StoreFileReader.damaged();
    }
    try {
      requireItsTurn(ByteBuffer.wrap(plaintext));
      return RecordCodec.decode(plaintext, FrameTurns.PLAINTEXT_HEAD);
    } catch (IOException e) {
      throw StoreFileReader.damaged();
    } finally {
      Arrays.fill(plaintext, (byte) 0);
    }
  }

  private void requireItsTurn(ByteBuffer plaintext) throws StoreFailure {
    if (!turns.take(plaintext.get(), plaintext.getInt())) {
      throw StoreFileReader.damaged();
    }
  }

  /**
   * All frames were read.
   *
   * @throws StoreFailure {@code DAMAGED} if some of the snapshot's or the last batch's are missing
   */
  public void requireWhole() throws StoreFailure {
    if (!turns.isWhole()) {
      throw StoreFileReader.damaged();
    }
  }

  /** Wipes the keys. */
  @Override
  public void close() {
    log.close();
    masterKey.close();
  }
}
