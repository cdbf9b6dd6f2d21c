package dev.zerok.cli.file;

import java.util.Optional;

/** The content type under which this program pushes files: {@code file:} and the file's name. It travels inside the seal. */
public final class FileContentType {
  /** What a text pushed with {@code --text} travels under. */
  public static final String TEXT = "text/plain";

  private static final String PREFIX = "file:";

  /** Longest name that is sent, in characters. */
  private static final int MAX_CHARACTERS = 120;

  private FileContentType() {}

  /** The content type of a file with this name. A name over the limit loses its beginning, which keeps its ending. */
  public static String of(String fileName) {
    int surplus = Math.max(0, fileName.codePointCount(0, fileName.length()) - MAX_CHARACTERS);
    return PREFIX + fileName.substring(fileName.offsetByCodePoints(0, surplus));
  }

  /** The name as the sender gave it, or nothing if this is no file. Foreign text: see {@link SafeFileName}. */
  public static Optional<String> nameIn(String contentType) {
    return contentType.startsWith(PREFIX)
        ? Optional.of(contentType.substring(PREFIX.length()))
        : Optional.empty();
  }
}
