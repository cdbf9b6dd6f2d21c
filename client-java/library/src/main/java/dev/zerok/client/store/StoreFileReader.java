package dev.zerok.client.store;

import dev.zerok.protocol.crypto.CryptoException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a store file from front to back into an image. A frame that the file ends in and that was not written to its end was never
 * committed, nor was the batch that it belongs to: both are cut. Anything else that does not fit is damage.
 */
final class StoreFileReader {
  /** What a disk writes wholly or not at all, in bytes. */
  private static final int SECTOR = 512;

  /** So many zeros in a row are no ciphertext. */
  private static final int ZEROS = 8;

  private final FileChannel file;
  private final SealedLog log;
  private final StoreImage image = new StoreImage();
  private final FrameTurns turns = new FrameTurns();
  private final List<StoreRecord> pending = new ArrayList<>();
  private long good = StoreFileHeader.LENGTH;

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
    try {
      readFrames();
    } finally {
      pending.forEach(StoreRecord::wipe);
    }
    if (!turns.isSnapshotWhole()) {
      throw damaged();
    }
  }

  private void readFrames() throws IOException, StoreFailure {
    byte[] place = log.place();
    long size = file.size();
    for (long at = good; size - at >= SealedLog.FRAME_HEAD;) {
      byte[] head = bytes(at, SealedLog.FRAME_HEAD);
      int length = log.lengthOf(head);
      if (length < 0) {
        if (turns.isSnapshotWhole() && isZero(at, size)) {
          break;
        }
        throw turns.isEmpty() ? wrongKey() : damaged();
      }
      long end = at + SealedLog.FRAME_HEAD + length;
      if (end > size) {
        break;
      }
      byte[] rest = bytes(at + SealedLog.FRAME_HEAD, length);
      Optional<byte[]> plaintext = opened(head, rest);
      if (plaintext.isEmpty()) {
        if (turns.isSnapshotWhole() && hasHole(rest, at + SealedLog.FRAME_HEAD)
            && isZero(end, size)) {
          break;
        }
        throw damaged();
      }
      take(plaintext.get());
      at = end;
      if (turns.isWhole()) {
        pending.forEach(image::apply);
        pending.clear();
        good = at;
        place = log.place();
      }
    }
    log.returnTo(place);
  }

  private Optional<byte[]> opened(byte[] head, byte[] rest) {
    try {
      return Optional.of(log.open(head, rest));
    } catch (CryptoException e) {
      return Optional.empty();
    }
  }

  private void take(byte[] plaintext) throws StoreFailure {
    ByteBuffer in = ByteBuffer.wrap(plaintext);
    if (!turns.take(in.get(), in.getInt())) {
      throw damaged();
    }
    try {
      pending.addAll(RecordCodec.decode(plaintext, FrameTurns.PLAINTEXT_HEAD));
    } catch (IOException e) {
      throw damaged();
    }
  }

  /** Whether some of it was never written when the machine went down: a sector, or the end, reads as zeros. */
  private static boolean hasHole(byte[] rest, long offset) {
    int from = 0;
    while (from < rest.length) {
      int to = (int) Math.min(rest.length, from + SECTOR - (offset + from) % SECTOR);
      if (to - from >= ZEROS && isZero(rest, from, to)) {
        return true;
      }
      from = to;
    }
    return isZero(rest, Math.max(0, rest.length - 2 * ZEROS), rest.length);
  }

  private boolean isZero(long from, long to) throws IOException {
    for (long at = from; at < to; at += 8192) {
      byte[] bytes = bytes(at, (int) Math.min(8192, to - at));
      if (!isZero(bytes, 0, bytes.length)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isZero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
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
