package dev.zerok.client.store;

import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.crypto.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@link ClientStore} in a folder of its own: {@code store} is an append-only log of sealed batches, each synced before {@link #commit}
 * returns; {@code content} holds the chunks of large contents, sealed one by one; {@code store.lock} keeps a second opener out; {@code store.new} is a compaction that is not finished and counts for
 * nothing.
 *
 * <p>Safe at every byte: a batch that a crash cut off is dropped at the next opening, and compaction replaces the file in one rename. Bytes
 * that were changed, moved or removed from the middle are noticed. What no file can notice by itself, an older copy put back as a
 * whole, the relay's Welcome shows (RECV-8).
 */
public final class FileClientStore implements ClientStore {
  /** The log's name in the folder. */
  public static final String FILE_NAME = "store";

  /** The cause that an exported store keeps ({@link StoreRecord.Stopped}). */
  private static final String MOVED_AWAY = "MOVED_AWAY";
  private static final String CONTENT_FOLDER = "content";

  private static final String NEW_FILE_NAME = "store.new";

  /** A log shorter than this is never compacted, in bytes. */
  private static final long COMPACTION_FLOOR = 1024 * 1024;

  /** A log is compacted when it is so many times as long as right after the last compaction. */
  private static final int COMPACTION_FACTOR = 4;

  /** Snapshot frames begin anew at about this size, in bytes. */
  private static final int SNAPSHOT_PART_BYTES = 4 * 1024 * 1024;

  private final Path folder;
  private final Crypto crypto;
  private final RandomSource random;
  private final StoreLock lock;
  private final Secret masterKey;
  private final FolderContentShelf content;
  private StoreFileHeader header;
  private SealedLog log;
  private FileChannel file;
  private final StoreImage image;
  private long length;
  private long compactedLength;
  private @Nullable StoreFailure broken;

  private FileClientStore(Path folder, Crypto crypto, RandomSource random, StoreLock lock,
      StoreFileHeader header,
      Secret masterKey, Opened opened) {
    this.folder = folder;
    this.crypto = crypto;
    this.random = random;
    this.lock = lock;
    this.header = header;
    this.masterKey = masterKey;
    this.content =
        new FolderContentShelf(folder.resolve(CONTENT_FOLDER), crypto, masterKey, random);
    this.log = opened.log;
    this.file = opened.file;
    this.image = opened.image;
    this.length = opened.length;
    this.compactedLength = Math.min(opened.length, COMPACTION_FLOOR);
  }

  private record Opened(FileChannel file, SealedLog log, StoreImage image, long length) {}

  /**
   * Opens the store in this folder, or creates folder and store. Takes {@code key} over and wipes it. Stretching a passphrase takes a
   * good part of a second.
   *
   * @throws StoreFailure of every kind
   */
  public static FileClientStore open(Path folder, StoreKey key, Crypto crypto, RandomSource random)
      throws StoreFailure {
    StoreLock lock = StoreLock.take(folder);
    try (StoreKey ignored = key) {
      FileClientStore store = open(folder, key, crypto, random, lock);
      store.compactIfLong();
      return store;
    } catch (IOException e) {
      lock.close();
      throw StoreFiles.failed(folder, e);
    } catch (StoreFailure | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static FileClientStore open(Path folder, StoreKey key, Crypto crypto, RandomSource random,
      StoreLock lock)
      throws IOException, StoreFailure {
    Files.deleteIfExists(folder.resolve(NEW_FILE_NAME));
    Path path = folder.resolve(FILE_NAME);
    boolean exists = Files.exists(path);
    StoreFileHeader header =
        exists ? StoreFileHeader.decode(firstBytes(path)) : StoreFileHeader.create(key, random);
    Secret masterKey = header.masterKey(key, crypto);
    try {
      Opened opened = exists
          ? openExisting(path, new SealedLog(crypto, masterKey, header.encode()))
          : replaceBy(folder, new StoreImage(), new SealedLog(crypto, masterKey, header.encode()),
              header, random);
      return new FileClientStore(folder, crypto, random, lock, header, masterKey, opened);
    } catch (IOException | StoreFailure | RuntimeException e) {
      masterKey.close();
      throw e;
    }
  }

  private static byte[] firstBytes(Path path) throws IOException {
    try (var in = Files.newInputStream(path)) {
      return in.readNBytes(StoreFileHeader.LENGTH);
    }
  }

  private static Opened openExisting(Path path, SealedLog log) throws IOException, StoreFailure {
    FileChannel file = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      StoreFileReader reader = new StoreFileReader(file, log);
      reader.read();
      if (file.size() > reader.committedLength()) {
        file.truncate(reader.committedLength());
        file.force(true);
      }
      return new Opened(file, log, reader.image(), reader.committedLength());
    } catch (IOException | StoreFailure | RuntimeException e) {
      log.close();
      file.close();
      throw e;
    }
  }

  /** Writes an image as a new file and puts it in the place of the old one. */
  private static Opened replaceBy(
      Path folder, StoreImage image, SealedLog log, StoreFileHeader header, RandomSource random)
      throws IOException {
    Path fresh = folder.resolve(NEW_FILE_NAME);
    Opened written = writeAnew(fresh, image, log, header, random);
    try {
      StoreFiles.replace(fresh, folder.resolve(FILE_NAME));
    } catch (IOException | RuntimeException e) {
      written.log.close();
      written.file.close();
      throw e;
    }
    return written;
  }

  /** Writes an image as a new file, durably. */
  private static Opened writeAnew(
      Path fresh, StoreImage image, SealedLog log, StoreFileHeader header, RandomSource random)
      throws IOException {
    FileChannel file = StoreFiles.createPrivate(fresh);
    try {
      long length = append(file, 0, header.encode());
      List<byte[]> parts = SnapshotParts.split(image.snapshot(), SNAPSHOT_PART_BYTES);
      for (int i = 0; i < parts.size(); i++) {
        byte[] plaintext =
            framed(StoreFileReader.SNAPSHOT_PART, parts.size() - 1 - i, parts.get(i));
        length += append(file, length, log.seal(plaintext, random));
        Arrays.fill(plaintext, (byte) 0);
        Arrays.fill(parts.get(i), (byte) 0);
      }
      file.force(true);
      return new Opened(file, log, image, length);
    } catch (IOException | RuntimeException e) {
      log.close();
      file.close();
      throw e;
    }
  }

  @Override
  public synchronized StoreImage load() {
    return image.copy();
  }

  @Override
  public synchronized void commit(List<StoreRecord> batch) throws StoreFailure {
    if (broken != null) {
      throw broken;
    }
    byte[] records = RecordCodec.encode(batch);
    byte[] plaintext = framed(StoreFileReader.BATCH, 0, records);
    try {
      length += append(file, length, log.seal(plaintext, random));
      file.force(false);
    } catch (IOException e) {
      broken = StoreFiles.failed(folder, e);
      throw broken;
    } finally {
      Arrays.fill(records, (byte) 0);
      Arrays.fill(plaintext, (byte) 0);
    }
    batch.forEach(record -> image.apply(StoreImage.ownedCopy(record)));
    compactIfLong();
  }

  /**
   * Moves the device out of this store into a file of its own, under the same passphrase or key, for {@link #importFrom}: with the
   * chunks of large contents that have come only in part. From then on this store refuses to be used: the mark is on disk before the
   * file gets its name, so that the device never exists twice. The store is closed.
   *
   * <p>Own contents that are still going out are read from their files: they go on after the import where those lie at the same path.
   *
   * @param file does not exist yet
   * @param words what this store says to whoever opens it later
   */
  public synchronized void exportTo(Path file, String words) throws StoreFailure {
    if (broken != null) {
      throw broken;
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      if (Files.exists(file)) {
        throw new StoreFailure(StoreFailure.Kind.IO,
            "There is a file " + file + " already; nothing was exported. Name another one.");
      }
      Files.deleteIfExists(part);
      StoreFileHeader next = header.next(random);
      Opened written = writeAnew(part, image, new SealedLog(crypto, masterKey, next.encode()), next,
          random);
      written.log.close();
      try (FileChannel out = written.file) {
        content.exportTo(out, image.content().expected());
        out.force(true);
      }
      commit(List.of(new StoreRecord.Stopped(MOVED_AWAY, words)));
      StoreFiles.replace(part, file);
      content.keepOnly(Set.of());
    } catch (IOException e) {
      throw StoreFiles.failed(folder, e);
    } finally {
      close();
    }
  }

  /**
   * Moves an exported device into this folder, which holds no store yet. The file is gone afterwards; its passphrase or key opens the
   * store.
   */
  public static void importFrom(Path file, Path folder) throws StoreFailure {
    try (StoreLock ignored = StoreLock.take(folder)) {
      Path store = folder.resolve(FILE_NAME);
      if (Files.exists(store)) {
        throw new StoreFailure(StoreFailure.Kind.IO,
            "There is a device in " + folder + " already; nothing was imported.");
      }
      StoreFileHeader.decode(firstBytes(file));
      Path fresh = folder.resolve(NEW_FILE_NAME);
      Files.deleteIfExists(fresh);
      try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ);
          FileChannel out = StoreFiles.createPrivate(fresh)) {
        ExportedShelf.restore(in, folder.resolve(CONTENT_FOLDER));
        long length = ExportedShelf.storeLength(in);
        for (long at = 0; at < length;) {
          at += in.transferTo(at, length - at, out);
        }
        out.force(true);
      }
      StoreFiles.replace(fresh, store);
      Files.delete(file);
    } catch (IOException e) {
      throw StoreFiles.failed(folder, e);
    }
  }

  @Override
  public ContentShelf content() {
    return content;
  }

  private void compactIfLong() throws StoreFailure {
    if (length <= Math.max(COMPACTION_FLOOR, COMPACTION_FACTOR * compactedLength)) {
      return;
    }
    try {
      StoreFileHeader next = header.next(random);
      Opened opened =
          replaceBy(folder, image, new SealedLog(crypto, masterKey, next.encode()), next, random);
      log.close();
      file.close();
      header = next;
      log = opened.log;
      file = opened.file;
      length = opened.length;
      compactedLength = opened.length;
    } catch (IOException e) {
      broken = StoreFiles.failed(folder, e);
      throw broken;
    }
  }

  private static byte[] framed(byte kind, int following, byte[] records) {
    return ByteBuffer.allocate(StoreFileReader.PLAINTEXT_HEAD + records.length)
        .put(kind)
        .putInt(following)
        .put(records)
        .array();
  }

  private static long append(FileChannel file, long at, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      file.write(buffer, at + buffer.position());
    }
    return bytes.length;
  }

  @Override
  public synchronized void close() {
    if (broken == null || broken.kind() != StoreFailure.Kind.LOCKED) {
      broken = new StoreFailure(StoreFailure.Kind.LOCKED, "The store was closed.");
      StoreFiles.closeSynced(file);
      log.close();
      content.close();
      masterKey.close();
      image.close();
      lock.close();
    }
  }
}
