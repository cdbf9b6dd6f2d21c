package dev.zerok.client.runtime;

import dev.zerok.client.model.ContentProgress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** Writes a content into a file that appears whole or not at all. */
final class ContentFile {
  /** Ending of a file that is being written. */
  private static final String PART = ".zerok-part";

  private ContentFile() {}

  static Path write(StoredContent content, int chunks, Path file,
      Consumer<ContentProgress> progress) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    if (folder == null) {
      throw new IOException(file + " names no file");
    }
    Path part = folder.resolve("." + absolute.getFileName() + PART);
    try (FileChannel out = FileChannel.open(part, StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
      long written = 0;
      long told = 0;
      for (int index = 0; index < chunks; index++) {
        ByteBuffer chunk = ByteBuffer.wrap(content.chunk(index));
        written += chunk.remaining();
        while (chunk.hasRemaining()) {
          out.write(chunk);
        }
        if (written == content.size() || written - told > content.size() / 100) {
          told = written;
          progress.accept(new ContentProgress(written, content.size()));
        }
      }
      out.force(true);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(part);
      throw e;
    }
    Files.move(part, absolute, StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    syncFolder(folder);
    return file;
  }

  /** A rename is durable only when its folder is synced; other systems do not let a folder be opened for that. */
  private static void syncFolder(Path folder) throws IOException {
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
        names.force(true);
      }
    }
  }
}
