package dev.zerok.relay.testkit;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Looks for bytes in every file of a folder. */
public final class FolderSearch {
  /** A long payload may be cut by its file's own framing; this much of its start is looked for. */
  private static final int PROBE_BYTES = 64;

  private FolderSearch() {}

  /** The files that hold the beginning of those bytes. */
  public static List<Path> filesWith(Path folder, ByteString bytes) {
    String probe = latin(bytes.substring(0, Math.min(PROBE_BYTES, bytes.size())).toByteArray());
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile)
          .filter(file -> content(file).contains(probe))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String content(Path file) {
    try {
      return latin(Files.readAllBytes(file));
    } catch (NoSuchFileException gone) {
      return ""; // RocksDB deleted it while we looked
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
