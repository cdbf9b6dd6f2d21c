package dev.zerok.cli.file;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * The folder that received files go into. A file appears whole or not at all, never replaces one that is there, and the same file again
 * changes nothing: a delivery that a crash cut off may simply be repeated. One thread at a time.
 */
public final class ReceivedFiles {
  /** Names tried for one file before giving up. */
  private static final int MOST_NAMES = 1000;

  /** Ending of a file that is being written. */
  private static final String PART = ".zerok-part";

  private final Path folder;

  /** Creates the folder if it is missing. */
  public ReceivedFiles(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /**
   * Writes a file that is on the disk when this returns.
   *
   * @param foreignName as the sender gave it; only its harmless last part is used
   * @return where it is: under that name, or with a number if another file has it
   */
  public Path write(String foreignName, ByteString body) throws IOException {
    String name = localName(foreignName);
    for (int number = 1; number <= MOST_NAMES; number++) {
      Path target = folder.resolve(numbered(name, number));
      if (holds(target, body)) {
        return target;
      }
      if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS) && place(target, body)) {
        return target;
      }
    }
    throw new IOException("too many files named " + name + " in " + folder);
  }

  /** Where a content is written before its name is known to be free; the same key gives the same place. Removed by {@link #adopt}. */
  public Path partOf(String key) {
    return folder.resolve("." + key + PART);
  }

  /**
   * Gives a file that is whole and on the disk its name in the folder.
   *
   * @param part as {@link #partOf} gave it; gone afterwards
   * @return where it is: under that name, or with a number if another file has it
   */
  public Path adopt(String foreignName, Path part) throws IOException {
    String name = localName(foreignName);
    for (int number = 1; number <= MOST_NAMES; number++) {
      Path target = folder.resolve(numbered(name, number));
      boolean there = Files.exists(target, LinkOption.NOFOLLOW_LINKS);
      if (there && Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
          && Files.mismatch(target, part) < 0) {
        Files.delete(part);
        return target;
      }
      if (!there && link(target, part)) {
        return target;
      }
    }
    throw new IOException("too many files named " + name + " in " + folder);
  }

  /** Whether a crash left that file behind before it was whole. */
  static boolean isUnfinished(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.startsWith(".") && name.endsWith(PART);
  }

  /** The name as this folder can have it: under some locales a Java program can name files in ASCII only. */
  private String localName(String foreignName) {
    String name = SafeFileName.of(foreignName);
    try {
      return String.valueOf(folder.resolve(name).getFileName());
    } catch (InvalidPathException e) {
      return name.replaceAll("[^ -~]", "_");
    }
  }

  private static String numbered(String name, int number) {
    if (number == 1) {
      return name;
    }
    int dot = name.lastIndexOf('.');
    return dot <= 0
        ? name + " (" + number + ")"
        : name.substring(0, dot) + " (" + number + ")" + name.substring(dot);
  }

  private static boolean holds(Path file, ByteString body) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.size(file) == body.size()
        && Arrays.equals(Files.readAllBytes(file), body.toByteArray());
  }

  /** False if somebody else took the name in between. */
  private boolean place(Path target, ByteString body) throws IOException {
    // No received name begins with a dot, and each process has its own.
    Path part = partOf("blob-" + ProcessHandle.current().pid());
    try (FileChannel file = FileChannel.open(
        part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE)) {
      for (var left = body.asReadOnlyByteBuffer(); left.hasRemaining();) {
        file.write(left);
      }
      file.force(true);
      return link(target, part);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** False if the name is taken; then the part stays. */
  private boolean link(Path target, Path part) throws IOException {
    try {
      // A link fails where a name is taken; a rename would replace.
      Files.createLink(target, part);
    } catch (FileAlreadyExistsException taken) {
      return false;
    } catch (FileSystemException | UnsupportedOperationException noLinks) {
      return move(target, part);
    }
    Files.deleteIfExists(part);
    syncFolder();
    return true;
  }

  /** Where the file system has no links. Somebody else who takes the name at this very moment may lose it: a rename replaces. */
  private boolean move(Path target, Path part) throws IOException {
    try {
      Files.move(part, target);
    } catch (FileAlreadyExistsException taken) {
      return false;
    }
    syncFolder();
    return true;
  }

  private void syncFolder() throws IOException {
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }
}
