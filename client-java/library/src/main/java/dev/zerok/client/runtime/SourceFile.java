package dev.zerok.client.runtime;

import com.google.protobuf.ByteString;
import dev.zerok.client.store.ContentRecord;
import dev.zerok.protocol.crypto.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads the file that an own content is made of, as long as it is the same. Keeps the last one open; confined to one thread. */
final class SourceFile implements Closeable {
  private static final int HASH_BLOCK_BYTES = 256 * 1024;

  private @Nullable Path openPath;
  private @Nullable FileChannel open;

  /** What a file is known by: another size or time means that it was changed. */
  record Stamp(long size, long modifiedNanos) {
    static Stamp of(Path path) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        throw new IOException(path + " is no regular file");
      }
      return new Stamp(attributes.size(),
          attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    }
  }

  /**
   * The SHA-256 of a whole file.
   *
   * @throws IOException also if it is changed meanwhile, or the thread is interrupted
   */
  static ByteString hash(Path path, Stamp stamp, Digest digest) throws IOException {
    byte[] block = new byte[HASH_BLOCK_BYTES];
    try (var in = Files.newInputStream(path)) {
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        digest.update(block, 0, read);
        if (Thread.currentThread().isInterrupted()) {
          throw new IOException("interrupted");
        }
      }
    }
    requireSame(path, stamp);
    return ByteString.copyFrom(digest.finish());
  }

  private static void requireSame(Path path, Stamp stamp) throws IOException {
    if (!Stamp.of(path).equals(stamp)) {
      throw new IOException(path + " was changed");
    }
  }

  /** Demands that the file is as it was when the transfer began. */
  static void requireSame(ContentRecord.ContentSource source) throws IOException {
    requireSame(pathOf(source), stamp(source));
  }

  /** The file's place. Under another locale than before a Java program may not be able to name it. */
  private static Path pathOf(ContentRecord.ContentSource source) throws IOException {
    try {
      return Path.of(source.path());
    } catch (InvalidPathException e) {
      throw new IOException("this program cannot name the file here: " + e.getReason(), e);
    }
  }

  private static Stamp stamp(ContentRecord.ContentSource source) {
    return new Stamp(source.manifest().size(), source.modifiedNanos());
  }

  /** The chunk with that index. */
  ByteString chunk(ContentRecord.ContentSource source, int index) throws IOException {
    Path path = pathOf(source);
    ByteBuffer buffer = ByteBuffer.allocate(source.manifest().chunkLength(index));
    long at = source.manifest().offset(index);
    FileChannel file = channel(path);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, at + buffer.position()) < 0) {
        throw new IOException(path + " was changed");
      }
    }
    requireSame(source);
    return ByteString.copyFrom(buffer.flip());
  }

  private FileChannel channel(Path path) throws IOException {
    FileChannel file = open;
    if (file == null || !path.equals(openPath)) {
      close();
      file = FileChannel.open(path, StandardOpenOption.READ);
      open = file;
      openPath = path;
    }
    return file;
  }

  /** Gives the open file back; the next chunk opens it again. */
  @Override
  public void close() throws IOException {
    FileChannel file = open;
    open = null;
    openPath = null;
    if (file != null) {
      file.close();
    }
  }
}
