package dev.zerok.protocol.id;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ProtocolViolation;
import java.util.HexFormat;

/** What all identifiers do with their bytes. */
final class IdBytes {
  private static final int SHORT_FORM_BYTES = 4;

  private IdBytes() {}

  /** For our own code: a wrong length is the programmer's fault. */
  static void require(String what, int length, ByteString bytes) {
    if (bytes.size() != length) {
      throw new IllegalArgumentException(what + " has " + length + " bytes, not " + bytes.size());
    }
  }

  /** For what a peer sent: a wrong length is the peer's fault. */
  static ByteString requireFromPeer(String what, int length, ByteString bytes)
      throws ProtocolViolation {
    if (bytes.size() != length) {
      throw ProtocolViolation
          .invalid(what + " must have " + length + " bytes, not " + bytes.size() + ".");
    }
    return bytes;
  }

  static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  static String shortHex(ByteString bytes) {
    return hex(bytes.substring(0, SHORT_FORM_BYTES)) + "…";
  }
}
