package dev.zerok.relay.buffer;

import dev.zerok.relay.port.StorageRefused;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The relay's folder on the disk: says whose it is ({@code FORMAT}) and that it is in use ({@code LOCK}). A folder that is not a
 * relay's, or is a newer relay's, is named and left as it is.
 */
public final class DataFolder implements AutoCloseable {
  /** What this program writes and reads. */
  static final int FORMAT_VERSION = 1;

  private static final String FORMAT = "FORMAT";
  private static final String LOCK = "LOCK";
  private static final Pattern FORMAT_LINE =
      Pattern.compile("0k-sync relay format ([0-9]{1,9})\\s*");

  // What may stand in a folder that we take as new: a first start that did not get far, and what file systems put there.
  private static final Set<String> HARMLESS = Set.of(LOCK, "FORMAT.new", "lost+found");

  private final Path folder;
  private final FileChannel channel;
  private final FileLock lock;

  private DataFolder(Path folder, FileChannel channel, FileLock lock) {
    this.folder = folder;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the folder for this process; makes it if there is none.
   *
   * @throws StorageRefused in one clear sentence, with the folder left as it was
   */
  public static DataFolder open(Path folder) throws StorageRefused {
    Path absolute = folder.toAbsolutePath().normalize();
    try {
      Files.createDirectories(absolute);
      boolean fresh = checkFormat(absolute);
      DataFolder taken = lock(absolute);
      if (fresh) {
        taken.writeFormat();
      }
      return taken;
    } catch (IOException e) {
      throw new StorageRefused(
          StorageRefused.Reason.NOT_ACCESSIBLE,
          "The data folder " + absolute + " cannot be used: " + e + ".",
          e);
    }
  }

  /** A place in the folder. */
  public Path resolve(String name) {
    return folder.resolve(name);
  }

  /** Lets go of the folder. */
  @Override
  public void close() {
    try (channel) {
      lock.release();
    } catch (IOException e) {
      throw new IllegalStateException("the lock of " + folder + " could not be released", e);
    }
  }

  /** True for a folder that nobody has used yet. */
  private static boolean checkFormat(Path folder) throws IOException, StorageRefused {
    Path format = folder.resolve(FORMAT);
    if (Files.exists(format)) {
      requireOurs(folder, Files.readString(format, StandardCharsets.ISO_8859_1));
      return false;
    }
    try (Stream<Path> children = Files.list(folder)) {
      boolean empty =
          children.allMatch(child -> HARMLESS.contains(String.valueOf(child.getFileName())));
      if (!empty) {
        throw new StorageRefused(
            StorageRefused.Reason.FOREIGN,
            "The folder " + folder
                + " is not empty and is not a relay's data folder: choose another one.");
      }
    }
    return true;
  }

  private static void requireOurs(Path folder, String content) throws StorageRefused {
    Matcher line = FORMAT_LINE.matcher(content);
    if (!line.matches()) {
      throw new StorageRefused(
          StorageRefused.Reason.FOREIGN,
          "The folder " + folder + " has a FORMAT file that is not a relay's: choose another one.");
    }
    int version = Integer.parseInt(line.group(1));
    if (version > FORMAT_VERSION) {
      throw new StorageRefused(
          StorageRefused.Reason.NEWER_FORMAT,
          "The data folder " + folder + " has format " + version + ", this relay knows up to "
              + FORMAT_VERSION
              + ": start the newer relay that wrote it.");
    }
  }

  private static DataFolder lock(Path folder) throws IOException, StorageRefused {
    FileChannel channel =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException inThisProcess) {
      lock = null;
    }
    if (lock == null) {
      channel.close();
      throw new StorageRefused(
          StorageRefused.Reason.IN_USE,
          "The data folder " + folder
              + " is in use by another relay: stop it or choose another folder.");
    }
    return new DataFolder(folder, channel, lock);
  }

  private void writeFormat() throws IOException {
    Path whole = folder.resolve("FORMAT.new");
    String line = "0k-sync relay format " + FORMAT_VERSION + "\n";
    try (FileChannel out =
        FileChannel.open(
            whole, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      out.write(StandardCharsets.US_ASCII.encode(line));
      out.force(true);
    }
    Files.move(whole, folder.resolve(FORMAT), StandardCopyOption.ATOMIC_MOVE);
    // A power cut must not take the mark, or the folder itself, from under what is stored in it later.
    force(folder);
    Path parent = folder.getParent();
    if (parent != null) {
      force(parent);
    }
  }

  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
