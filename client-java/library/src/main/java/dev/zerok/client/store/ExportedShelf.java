package dev.zerok.client.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The chunks that travel in an exported store's file: behind the store itself, as they lie in the shelf's folder, sealed one by one under a
 * key of the store's. Runs of chunks {@code name length, name, offset, length, bytes}, then {@code the store's length, magic}. A file
 * without the magic at its end was cut off, or was never exported.
 *
 * <p>What is here is not secret and not to be trusted: a run that was changed is a chunk that does not open.
 */
final class ExportedShelf {
  private static final byte[] MAGIC = "0kshelf1".getBytes(US_ASCII);
  private static final int TRAILER_BYTES = Long.BYTES + 8;
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{1,64}-[0-9a-f]{1,64}");
  private static final int LONGEST_NAME = 129;

  private ExportedShelf() {}

  /**
   * Writes the chunks of these contents to the end of a file that holds a store. What a content lacks on the shelf it lacks there too.
   *
   * @param shelf the shelf's folder
   * @param slotOverhead bytes of a slot besides the chunk
   */
  static void append(FileChannel out, Path shelf,
      Map<ContentKey, ContentImage.ExpectedChunks> contents, int slotOverhead)
      throws IOException {
    long storeLength = out.size();
    out.position(storeLength);
    for (var content : contents.entrySet()) {
      Path file = shelf.resolve(content.getKey().fileName());
      if (Files.exists(file)) {
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
          long slot =
              (long) content.getValue().expected().manifest().chunkBytes() + slotOverhead;
          appendRuns(out, content.getKey().fileName(), in, content.getValue().chunks(), slot);
        }
      }
    }
    write(out, ByteBuffer.allocate(TRAILER_BYTES).putLong(storeLength).put(MAGIC).flip());
  }

  private static void appendRuns(FileChannel out, String name, FileChannel in, BitSet chunks,
      long slot) throws IOException {
    for (int from = chunks.nextSetBit(0); from >= 0;) {
      int end = chunks.nextClearBit(from);
      long offset = from * slot;
      long length = Math.min(end * slot, in.size()) - offset;
      if (length > 0) {
        write(out, ByteBuffer.allocate(Integer.BYTES + name.length() + 2 * Long.BYTES)
            .putInt(name.length())
            .put(name.getBytes(US_ASCII))
            .putLong(offset)
            .putLong(length)
            .flip());
        copy(in, offset, length, out);
      }
      from = chunks.nextSetBit(end);
    }
  }

  private static void write(FileChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  /** Copies to the position of {@code out}. */
  private static void copy(FileChannel in, long offset, long length, FileChannel out)
      throws IOException {
    for (long at = offset; at < offset + length;) {
      long count = in.transferTo(at, offset + length - at, out);
      if (count <= 0) {
        throw new EOFException("the file is shorter than it says");
      }
      at += count;
    }
  }

  /**
   * How much of the file is the store.
   *
   * @throws IOException if the file is not whole
   */
  static long storeLength(FileChannel in) throws IOException {
    long size = in.size();
    if (size < TRAILER_BYTES) {
      throw damaged();
    }
    ByteBuffer trailer = read(in, size - TRAILER_BYTES, TRAILER_BYTES);
    long length = trailer.getLong();
    byte[] magic = new byte[MAGIC.length];
    trailer.get(magic);
    if (!Arrays.equals(magic, MAGIC) || length < 0 || length > size - TRAILER_BYTES) {
      throw damaged();
    }
    return length;
  }

  private static ByteBuffer read(FileChannel in, long at, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (in.read(bytes, at + bytes.position()) < 0) {
        throw new EOFException("the file is shorter than it says");
      }
    }
    return bytes.flip();
  }

  /** Puts the chunks in an exported file into the folder of a shelf, durably. */
  static void restore(FileChannel in, Path shelf) throws IOException {
    long at = storeLength(in);
    long end = in.size() - TRAILER_BYTES;
    if (at >= end) {
      return;
    }
    StoreFiles.createPrivateFolder(shelf, StoreSync.SYSTEM);
    while (at < end) {
      int nameLength = read(in, at, Integer.BYTES).getInt();
      if (nameLength < 1 || nameLength > LONGEST_NAME) {
        throw damaged();
      }
      at += Integer.BYTES;
      String name = US_ASCII.decode(read(in, at, nameLength)).toString();
      at += nameLength;
      ByteBuffer place = read(in, at, 2 * Long.BYTES);
      at += 2 * Long.BYTES;
      long offset = place.getLong();
      long length = place.getLong();
      if (!NAME.matcher(name).matches() || offset < 0 || length < 1 || length > end - at) {
        throw damaged();
      }
      restoreRun(in, at, length, shelf.resolve(name), offset);
      at += length;
    }
    StoreFiles.syncFolder(shelf);
  }

  private static void restoreRun(FileChannel in, long at, long length, Path file, long offset)
      throws IOException {
    try (FileChannel out = Files.exists(file)
        ? FileChannel.open(file, StandardOpenOption.WRITE)
        : StoreFiles.createPrivate(file)) {
      out.position(offset);
      copy(in, at, length, out);
      out.force(true);
    }
  }

  private static IOException damaged() {
    return new IOException(
        "the exported file was changed or cut off, or is no export: it was left as it is; copy it anew");
  }
}
