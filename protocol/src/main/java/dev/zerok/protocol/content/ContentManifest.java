package dev.zerok.protocol.content;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.ContentId;
import dev.zerok.protocol.limit.Limits;

/**
 * What a sender says of a content before its chunks (CONTENT-1). Immutable.
 *
 * @param size of the whole, in bytes; 0 is a content without chunks
 * @param chunkBytes of every chunk but the last, {@link Limits#CONTENT_CHUNK_FLOOR_BYTES} to {@link Limits#CONTENT_CHUNK_BYTES}
 * @param sha256 of the whole
 * @param name the app's own, at most 256 characters (code points); foreign text at a receiver
 * @param contentType the app's own, at most 256 characters; foreign text at a receiver
 */
public record ContentManifest(
    ContentId id, long size, int chunkBytes, ByteString sha256, String name, String contentType) {

  public ContentManifest {
    if (size < 0 || chunkBytes < Limits.CONTENT_CHUNK_FLOOR_BYTES
        || chunkBytes > Limits.CONTENT_CHUNK_BYTES
        || size > (long) Limits.CONTENT_CHUNKS * chunkBytes) {
      throw new IllegalArgumentException(
          "a content of " + size + " bytes does not go into chunks of " + chunkBytes);
    }
    if (sha256.size() != Sha256.LENGTH) {
      throw new IllegalArgumentException("SHA-256 has 32 bytes, not " + sha256.size());
    }
    if (isTooLong(name) || isTooLong(contentType)) {
      throw new IllegalArgumentException(
          "name and content type have at most " + Limits.NAME_CHARS + " characters");
    }
  }

  private static boolean isTooLong(String text) {
    return text.codePointCount(0, text.length()) > Limits.NAME_CHARS;
  }

  /** How many chunks there are. */
  public int chunkCount() {
    return (int) ((size + chunkBytes - 1) / chunkBytes);
  }

  /**
   * The bytes of that chunk: {@code chunkBytes}, or what is left for the last one.
   *
   * @throws IllegalArgumentException if there is no such chunk
   */
  public int chunkLength(int index) {
    if (index < 0 || index >= chunkCount()) {
      throw new IllegalArgumentException("chunk " + index + " of " + chunkCount());
    }
    return (int) Math.min(chunkBytes, size - offset(index));
  }

  /** Where that chunk begins. */
  public long offset(int index) {
    return (long) index * chunkBytes;
  }
}
