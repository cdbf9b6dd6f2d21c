package dev.zerok.client.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The exclusive right to a store's folder. The operating system gives it back when the process dies. */
final class StoreLock implements AutoCloseable {
  private static final String FILE_NAME = "store.lock";

  private final FileChannel file;

  private StoreLock(FileChannel file) {
    this.file = file;
  }

  /** Takes the lock, making the folder where there is none. */
  static StoreLock take(Path folder) throws StoreFailure {
    try {
      StoreFiles.createPrivateFolder(folder);
      FileChannel file = FileChannel.open(folder.resolve(FILE_NAME),
          Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
          StoreFiles.attributes("rw-------"));
      if (tryLock(file) == null) {
        file.close();
        throw new StoreFailure(StoreFailure.Kind.LOCKED,
            "The store in " + folder
                + " is in use. Close the other program, or name another folder.");
      }
      return new StoreLock(file);
    } catch (IOException e) {
      throw StoreFiles.failed(folder, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() {
    StoreFiles.closeSynced(file);
  }
}
