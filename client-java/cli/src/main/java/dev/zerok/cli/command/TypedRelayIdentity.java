package dev.zerok.cli.command;

import com.google.protobuf.ByteString;
import java.util.HexFormat;

/** A relay's identity as a person copies it. */
final class TypedRelayIdentity {
  private static final int BYTES = 32;

  private TypedRelayIdentity() {}

  /** @throws IllegalArgumentException if it is none; its message says what is wanted */
  static ByteString parse(String hex) {
    String digits = hex.strip();
    if (!digits.matches("[0-9a-fA-F]{" + 2 * BYTES + "}")) {
      throw new IllegalArgumentException("--relay-identity takes the " + 2 * BYTES
          + " hex digits that the relay prints when it starts");
    }
    return ByteString.copyFrom(HexFormat.of().parseHex(digits));
  }
}
