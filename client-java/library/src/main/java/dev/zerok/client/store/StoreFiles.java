package dev.zerok.client.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Set;

/** How the store's files are made: for their owner only, and replaced in one step that survives a power cut. */
final class StoreFiles {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private StoreFiles() {}

  /** A new, empty file that only its owner may read (mode 0600). */
  static FileChannel createPrivate(Path path) throws IOException {
    return FileChannel.open(path,
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
        attributes("rw-------"));
  }

  /** A folder that only its owner may enter (mode 0700), where none exists yet; its name is durable then. */
  static void createPrivateFolder(Path folder, StoreSync sync) throws IOException {
    Deque<Path> changed = new ArrayDeque<>();
    for (Path at = folder.toAbsolutePath(); at != null && !Files.exists(at); at = at.getParent()) {
      changed.push(folderOf(at));
    }
    Files.createDirectories(folder, attributes("rwx------"));
    for (Path parent : changed) {
      sync.folder(parent);
    }
  }

  /** The folder that a file or folder lies in. */
  static Path folderOf(Path path) {
    return Objects.requireNonNull(path.toAbsolutePath().getParent(), "a file lies in a folder");
  }

  static FileAttribute<?>[] attributes(String permissions) {
    return POSIX
        ? new FileAttribute<?>[]{
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))}
        : new FileAttribute<?>[0];
  }

  /** Puts {@code fresh} in the place of {@code path}, durably. */
  static void replace(Path fresh, Path path) throws IOException {
    rename(fresh, path);
    syncFolder(folderOf(path));
  }

  /** Puts {@code fresh} in the place of {@code path}; durable when the folder is synced. */
  static void rename(Path fresh, Path path) throws IOException {
    Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Makes names in a folder durable: a new file or a rename is only then. Other systems do not let a folder be opened for that. */
  static void syncFolder(Path path) throws IOException {
    if (POSIX) {
      try (FileChannel folder = FileChannel.open(path, StandardOpenOption.READ)) {
        folder.force(true);
      }
    }
  }

  static StoreFailure failed(Path folder, IOException cause) {
    return new StoreFailure(StoreFailure.Kind.IO,
        "The store in " + folder + " cannot be read or written (" + cause.getMessage()
            + "). Free space or mend the disk, then start again.",
        cause);
  }

  /** Closes what was synced already, so a failure of closing loses nothing; it is still no ordinary thing. */
  static void closeSynced(Closeable file) {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing a synced file failed", e);
    }
  }
}
