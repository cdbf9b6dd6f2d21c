package dev.zerok.client.store;

import dev.zerok.protocol.crypto.RandomSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/** One store file: a header, a snapshot, and batches behind it. Owns its channel and its keys. */
final class StoreLogFile implements AutoCloseable {
  /** Frames of one snapshot or batch begin anew at about this size, in bytes: what holds one record too many for a frame is cut here. */
  private static final int PART_BYTES = 4 * 1024 * 1024;

  private final FileChannel file;
  private final SealedLog log;
  private final RandomSource random;
  private final StoreSync sync;
  private long length;

  private StoreLogFile(FileChannel file, SealedLog log, RandomSource random, StoreSync sync,
      long length) {
    this.file = file;
    this.log = log;
    this.random = random;
    this.sync = sync;
    this.length = length;
  }

  /** A file that was opened, and what is in it. */
  record Opened(StoreLogFile file, StoreImage image) {}

  /** Opens a file and cuts off what a crash left half-written. Takes {@code log} over. */
  static Opened open(Path path, SealedLog log, RandomSource random, StoreSync sync)
      throws IOException, StoreFailure {
    FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      StoreFileReader reader = new StoreFileReader(file, log);
      reader.read();
      long length = reader.committedLength();
      if (file.size() > length) {
        file.truncate(length);
        sync.file(file, true);
      }
      return new Opened(new StoreLogFile(file, log, random, sync, length), reader.image());
    } catch (IOException | StoreFailure | RuntimeException e) {
      log.close();
      file.close();
      throw e;
    }
  }

  /** Writes an image as a new file, durably but for its name. Takes {@code log} over. */
  static StoreLogFile create(Path fresh, StoreImage image, StoreFileHeader header, SealedLog log,
      RandomSource random, StoreSync sync) throws IOException {
    FileChannel file;
    try {
      file = StoreFiles.createPrivate(fresh);
    } catch (IOException | RuntimeException e) {
      log.close();
      throw e;
    }
    StoreLogFile created = new StoreLogFile(file, log, random, sync, 0);
    try {
      created.write(header.encode());
      List<byte[]> parts = RecordParts.split(image.snapshot(), PART_BYTES);
      for (int i = 0; i < parts.size(); i++) {
        created.frame(FrameTurns.SNAPSHOT_PART, parts.size() - 1 - i, parts.get(i));
      }
      sync.file(file, true);
      return created;
    } catch (IOException | RuntimeException e) {
      created.close();
      throw e;
    }
  }

  long length() {
    return length;
  }

  /**
   * Appends a batch, durably. Each of its frames is synced before the next one: only so is a frame that does not open and has others behind
   * it damage, and never a crash.
   */
  void append(List<StoreRecord> batch) throws IOException {
    List<byte[]> parts = RecordParts.split(batch, PART_BYTES);
    for (int i = 0; i < parts.size(); i++) {
      frame(FrameTurns.BATCH, parts.size() - 1 - i, parts.get(i));
      sync.file(file, false);
    }
  }

  private void frame(byte kind, int following, byte[] records) throws IOException {
    byte[] plaintext = ByteBuffer.allocate(FrameTurns.PLAINTEXT_HEAD + records.length)
        .put(kind)
        .putInt(following)
        .put(records)
        .array();
    try {
      write(log.seal(plaintext, random));
    } finally {
      Arrays.fill(records, (byte) 0);
      Arrays.fill(plaintext, (byte) 0);
    }
  }

  private void write(byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      file.write(buffer, length + buffer.position());
    }
    length += bytes.length;
  }

  @Override
  public void close() {
    log.close();
    StoreFiles.closeSynced(file);
  }
}
