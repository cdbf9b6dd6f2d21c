package dev.zerok.client.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The exclusive right to a store. The operating system gives it back when the process dies.
 *
 * <p>On POSIX systems a process that closes any descriptor of a file gives back its locks on that file, also those that it took through
 * another descriptor. So a file that is locked here already is never opened a second time.
 */
public final class StoreLock implements AutoCloseable {
  private static final String FILE_NAME = "store.lock";

  /** The lock files of this process, by their real paths. Bounded by the stores that are open. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final FileChannel file;
  private final Path realPath;

  private StoreLock(FileChannel file, Path realPath) {
    this.file = file;
    this.realPath = realPath;
  }

  /** Takes the lock of a store in a folder of its own, making the folder where there is none. */
  static StoreLock take(Path folder, StoreSync sync) throws StoreFailure {
    try {
      StoreFiles.createPrivateFolder(folder, sync);
    } catch (IOException e) {
      throw StoreFiles.failed(folder, e);
    }
    return take(folder.resolve(FILE_NAME), folder);
  }

  /**
   * Takes the lock of a store that lives elsewhere.
   *
   * @param file made where there is none, and left there: only the lock on it counts
   * @throws StoreFailure {@code LOCKED} if this or another process of this machine has it, {@code IO}
   */
  public static StoreLock takeFile(Path file) throws StoreFailure {
    return take(file, file);
  }

  private static StoreLock take(Path path, Path store) throws StoreFailure {
    try {
      Path real = realPath(path);
      if (!HELD.add(real)) {
        throw locked(store);
      }
      FileChannel file = null;
      try {
        file = openLocked(path);
      } finally {
        if (file == null) {
          HELD.remove(real);
        }
      }
      if (file == null) {
        throw locked(store);
      }
      return new StoreLock(file, real);
    } catch (IOException e) {
      throw StoreFiles.failed(store, e);
    }
  }

  private static Path realPath(Path path) throws IOException {
    return Files.exists(path)
        ? path.toRealPath()
        : StoreFiles.folderOf(path).toRealPath().resolve(path.getFileName());
  }

  private static @Nullable FileChannel openLocked(Path path) throws IOException {
    FileChannel file = FileChannel.open(path,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
        StoreFiles.attributes("rw-------"));
    FileLock lock = null;
    try {
      lock = tryLock(file);
    } finally {
      if (lock == null) {
        file.close();
      }
    }
    return lock == null ? null : file;
  }

  private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // other code of this process has it
    }
  }

  private static StoreFailure locked(Path store) {
    return new StoreFailure(StoreFailure.Kind.LOCKED,
        "The store in " + store
            + " is in use. Close the other program, or name another folder.");
  }

  /** The file that is locked. */
  public Path path() {
    return realPath;
  }

  /** Whether it was not given back yet. */
  public boolean isHeld() {
    return file.isOpen();
  }

  @Override
  public void close() {
    if (file.isOpen()) {
      StoreFiles.closeSynced(file);
      HELD.remove(realPath);
    }
  }
}
