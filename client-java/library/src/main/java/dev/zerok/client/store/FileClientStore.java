package dev.zerok.client.store;

import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.crypto.Secret;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

  private final Path folder;
  private final Crypto crypto;
  private final RandomSource random;
  private final StoreLock lock;
  private final Secret masterKey;
  private final FolderContentShelf content;
  private final StoreSync sync;
  private StoreFileHeader header;
  private StoreLogFile file;
  private final StoreImage image;
  private long compactFrom;
  private @Nullable StoreFailure broken;

  private FileClientStore(Path folder, Crypto crypto, RandomSource random, StoreSync sync,
      StoreLock lock, StoreFileHeader header, Secret masterKey, StoreLogFile.Opened opened) {
    this.folder = folder;
    this.crypto = crypto;
    this.random = random;
    this.sync = sync;
    this.lock = lock;
    this.header = header;
    this.masterKey = masterKey;
    this.content =
        new FolderContentShelf(folder.resolve(CONTENT_FOLDER), crypto, masterKey, random);
    this.file = opened.file();
    this.image = opened.image();
    compactBehind(Math.min(file.length(), COMPACTION_FLOOR));
  }

  /**
   * Opens the store in this folder, or creates folder and store. Takes {@code key} over and wipes it. Stretching a passphrase takes a
   * good part of a second.
   *
   * @throws StoreFailure of every kind
   */
  public static FileClientStore open(Path folder, StoreKey key, Crypto crypto, RandomSource random)
      throws StoreFailure {
    return open(folder, key, crypto, random, StoreSync.SYSTEM);
  }

  static FileClientStore open(Path folder, StoreKey key, Crypto crypto, RandomSource random,
      StoreSync sync) throws StoreFailure {
    try (StoreKey owned = key) {
      StoreLock lock = StoreLock.take(folder, sync);
      try {
        FileClientStore store = open(folder, owned, crypto, random, sync, lock);
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
  }

  private static FileClientStore open(Path folder, StoreKey key, Crypto crypto, RandomSource random,
      StoreSync sync, StoreLock lock) throws IOException, StoreFailure {
    deleteUnfinished(folder);
    Path path = folder.resolve(FILE_NAME);
    boolean exists = Files.exists(path);
    StoreFileHeader header =
        exists ? StoreFileHeader.decode(firstBytes(path)) : StoreFileHeader.create(key, random);
    Secret masterKey = header.masterKey(key, crypto);
    try {
      SealedLog log = new SealedLog(crypto, masterKey, header.encode());
      StoreLogFile.Opened opened = exists
          ? StoreLogFile.open(path, log, random, sync)
          : created(folder, header, log, random, sync);
      return new FileClientStore(folder, crypto, random, sync, lock, header, masterKey, opened);
    } catch (IOException | StoreFailure | RuntimeException e) {
      masterKey.close();
      throw e;
    }
  }

  private static StoreLogFile.Opened created(Path folder, StoreFileHeader header, SealedLog log,
      RandomSource random, StoreSync sync) throws IOException {
    StoreImage image = new StoreImage();
    Path fresh = folder.resolve(NEW_FILE_NAME);
    StoreLogFile file = StoreLogFile.create(fresh, image, header, log, random, sync);
    try {
      StoreFiles.rename(fresh, folder.resolve(FILE_NAME));
      sync.folder(folder);
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
    return new StoreLogFile.Opened(file, image);
  }

  /** What a compaction left that did not come to its end. */
  private static void deleteUnfinished(Path folder) throws IOException {
    Files.deleteIfExists(folder.resolve(NEW_FILE_NAME));
  }

  private static byte[] firstBytes(Path path) throws IOException {
    try (var in = Files.newInputStream(path)) {
      return in.readNBytes(StoreFileHeader.LENGTH);
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
    try {
      file.append(batch);
    } catch (IOException e) {
      broken = StoreFiles.failed(folder, e);
      throw broken;
    } catch (RuntimeException e) {
      broken = new StoreFailure(StoreFailure.Kind.IO,
          "The store in " + folder + " cannot hold what is to be written: " + e.getMessage(), e);
      throw broken;
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
      StoreLogFile.create(part, image, next, new SealedLog(crypto, masterKey, next.encode()),
          random, sync).close();
      try (FileChannel out = FileChannel.open(part, StandardOpenOption.WRITE)) {
        content.exportTo(out, image.content().expected());
        sync.file(out, true);
      }
      sync.folder(StoreFiles.folderOf(part));
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
    try (StoreLock ignored = StoreLock.take(folder, StoreSync.SYSTEM)) {
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
        long length = ExportedShelf.storeLength(in);
        ExportedShelf.restore(in, folder.resolve(CONTENT_FOLDER));
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

  /** Never fails a commit, which is durable already: the old file stays as good as it is, and a later commit tries again. */
  private void compactIfLong() {
    if (file.length() <= compactFrom) {
      return;
    }
    StoreFileHeader next = header.next(random);
    Path fresh = folder.resolve(NEW_FILE_NAME);
    StoreLogFile written = null;
    try {
      deleteUnfinished(folder);
      written = StoreLogFile.create(fresh, image, next,
          new SealedLog(crypto, masterKey, next.encode()), random, sync);
      StoreFiles.rename(fresh, folder.resolve(FILE_NAME));
    } catch (IOException e) {
      if (written != null) {
        written.close();
      }
      compactFrom = file.length() + COMPACTION_FLOOR;
      return;
    }
    file.close();
    file = written;
    header = next;
    compactBehind(file.length());
    try {
      sync.folder(folder);
    } catch (IOException e) {
      // Both files hold all that was committed, but which one a power cut would leave is open: nothing may be written behind it.
      broken = StoreFiles.failed(folder, e);
    }
  }

  private void compactBehind(long compactedLength) {
    compactFrom = Math.max(COMPACTION_FLOOR, COMPACTION_FACTOR * compactedLength);
  }

  @Override
  public synchronized void close() {
    if (broken == null || broken.kind() != StoreFailure.Kind.LOCKED) {
      broken = new StoreFailure(StoreFailure.Kind.LOCKED, "The store was closed.");
      file.close();
      content.close();
      masterKey.close();
      image.close();
      lock.close();
    }
  }
}
