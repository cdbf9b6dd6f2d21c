package dev.zerok.protocol.seal;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.limit.Limits;
import java.nio.ByteBuffer;

/** The plaintext of a payload: {@code u32 n ‖ content (n bytes) ‖ zeros} (PROTOCOL.md § 7, SEAL-1, SEAL-7). */
final class PaddedContent {
  private static final int LENGTH_BYTES = Integer.BYTES;
  private static final int MAX_PLAINTEXT_BYTES =
      Limits.PAYLOAD_BYTES - Limits.PAYLOAD_OVERHEAD_BYTES;

  /** Content that still fits into a payload. */
  static final int MAX_CONTENT_BYTES = MAX_PLAINTEXT_BYTES - LENGTH_BYTES;

  private PaddedContent() {}

  /** The plaintext's length for so many bytes of content, at most {@link #MAX_CONTENT_BYTES}. */
  static int paddedLength(int contentBytes) {
    int atLeast = Math.max(Limits.PADDED_FLOOR_BYTES, LENGTH_BYTES + contentBytes);
    return Math.min(Padme.padded(atLeast), MAX_PLAINTEXT_BYTES);
  }

  static byte[] pad(byte[] content) {
    if (content.length > MAX_CONTENT_BYTES) {
      throw new IllegalArgumentException("content of " + content.length + " bytes fits no payload");
    }
    byte[] plaintext = new byte[paddedLength(content.length)];
    ByteBuffer.wrap(plaintext).putInt(content.length).put(content);
    return plaintext;
  }

  /**
   * The content of a decrypted plaintext.
   *
   * @throws OpenFailure unless its length is exactly the formula's and every byte behind the content is zero
   */
  static ByteString unpad(byte[] plaintext) throws OpenFailure {
    if (plaintext.length < LENGTH_BYTES) {
      throw new OpenFailure(OpenFailure.Reason.BAD_PADDING);
    }
    int contentBytes = ByteBuffer.wrap(plaintext).getInt();
    boolean fits = contentBytes >= 0 && contentBytes <= plaintext.length - LENGTH_BYTES;
    if (!fits || paddedLength(contentBytes) != plaintext.length) {
      throw new OpenFailure(OpenFailure.Reason.BAD_PADDING);
    }
    for (int i = LENGTH_BYTES + contentBytes; i < plaintext.length; i++) {
      if (plaintext[i] != 0) {
        throw new OpenFailure(OpenFailure.Reason.BAD_PADDING);
      }
    }
    return ByteString.copyFrom(plaintext, LENGTH_BYTES, contentBytes);
  }
}
