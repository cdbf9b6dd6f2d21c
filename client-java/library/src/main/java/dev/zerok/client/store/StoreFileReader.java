package dev.zerok.client.store;

import dev.zerok.protocol.crypto.CryptoException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.List;

/**
 * Reads a store file from front to back into an image. A frame that the file ends in was never committed and is cut; anything else that
 * does not fit is damage.
 */
final class StoreFileReader {
  /** Kinds of frames, the first byte of the plaintext. */
  static final byte BATCH = 0;

  static final byte SNAPSHOT_PART = 1;

  /** Kind and, for snapshot parts, how many follow: u32. */
  static final int PLAINTEXT_HEAD = 1 + 4;

  private final FileChannel file;
  private final SealedLog log;
  private final StoreImage image = new StoreImage();
  private long good = StoreFileHeader.LENGTH;
  private int partsMissing = -1;

  StoreFileReader(FileChannel file, SealedLog log) {
    this.file = file;
    this.log = log;
  }

  /** What the file holds; the caller owns it. */
  StoreImage image() {
    return image;
  }

  /** The length of the part of the file that was committed. */
  long committedLength() {
    return good;
  }

  /** Reads everything. */
  void read() throws IOException, StoreFailure {
    long size = file.size();
    while (size - good >= SealedLog.FRAME_HEAD) {
      byte[] head = bytes(good, SealedLog.FRAME_HEAD);
      int length = log.lengthOf(head);
      if (length < 0) {
        if (isZeroFrom(good, size)) {
          break;
        }
        throw partsMissing < 0 ? wrongKey() : damaged();
      }
      if (size - good - SealedLog.FRAME_HEAD < length) {
        break;
      }
      if (!fold(head, bytes(good + SealedLog.FRAME_HEAD, length))) {
        break;
      }
      good += SealedLog.FRAME_HEAD + length;
    }
    if (partsMissing != 0) {
      throw damaged();
    }
  }

  /** False if the frame was cut off by a crash of the machine: its end was never written and reads as zeros. */
  private boolean fold(byte[] head, byte[] rest) throws StoreFailure {
    byte[] plaintext;
    try {
      plaintext = log.open(head, rest);
    } catch (CryptoException e) {
      if (partsMissing == 0 && endsInZeros(rest)) {
        return false;
      }
      throw damaged();
    }
    ByteBuffer in = ByteBuffer.wrap(plaintext);
    try {
      byte kind = in.get();
      int following = in.getInt();
      if (kind == SNAPSHOT_PART
          ? partsMissing >= 0 && following != partsMissing - 1
          : partsMissing != 0) {
        throw damaged();
      }
      if (kind == SNAPSHOT_PART) {
        partsMissing = following;
      }
      List<StoreRecord> records = RecordCodec.decode(plaintext, PLAINTEXT_HEAD);
      records.forEach(image::apply);
    } catch (IOException e) {
      throw damaged();
    }
    return true;
  }

  private boolean isZeroFrom(long from, long to) throws IOException {
    if (partsMissing != 0) {
      return false;
    }
    for (long at = from; at < to; at += 8192) {
      for (byte b : bytes(at, (int) Math.min(8192, to - at))) {
        if (b != 0) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean endsInZeros(byte[] rest) {
    for (int i = Math.max(0, rest.length - 16); i < rest.length; i++) {
      if (rest[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private byte[] bytes(long at, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, at + buffer.position()) < 0) {
        throw new IOException("the file became shorter while it was read");
      }
    }
    return buffer.array();
  }

  static StoreFailure wrongKey() {
    return new StoreFailure(StoreFailure.Kind.WRONG_KEY,
        "The store does not open: wrong passphrase or key, or its beginning was changed.");
  }

  static StoreFailure damaged() {
    return new StoreFailure(StoreFailure.Kind.DAMAGED,
        "The store was changed or damaged. Put a backup of it back, or pair the device again.");
  }
}
