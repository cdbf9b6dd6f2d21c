package dev.zerok.client.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The exclusive right to a store. The operating system gives it back when the process dies. */
public final class StoreLock implements AutoCloseable {
  private static final String FILE_NAME = "store.lock";

  private final FileChannel file;

  private StoreLock(FileChannel file) {
    this.file = file;
  }

  /** Takes the lock of a store in a folder of its own, making the folder where there is none. */
  static StoreLock take(Path folder) throws StoreFailure {
    try {
      StoreFiles.createPrivateFolder(folder);
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
      FileChannel file = FileChannel.open(path,
          Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
          StoreFiles.attributes("rw-------"));
      if (tryLock(file) == null) {
        file.close();
        throw new StoreFailure(StoreFailure.Kind.LOCKED,
            "The store in " + store
                + " is in use. Close the other program, or name another folder.");
      }
      return new StoreLock(file);
    } catch (IOException e) {
      throw StoreFiles.failed(store, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** Whether it was not given back yet. */
  public boolean isHeld() {
    return file.isOpen();
  }

  @Override
  public void close() {
    StoreFiles.closeSynced(file);
  }
}
