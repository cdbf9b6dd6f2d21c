package dev.zerok.relay.ops;

import dev.zerok.protocol.crypto.RandomSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The secret that 'zerok admin' shows, in a file that only its owner may read. Never prints. Any thread. */
public final class AdminToken {
  private static final String SCHEME = "Bearer ";
  private static final int TOKEN_BYTES = 32;
  private static final int LEAST_CHARS = 16;
  private static final int MOST_BYTES = 1_024;

  private final byte[] expected;

  private AdminToken(String token) {
    this.expected = (SCHEME + token).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads the first line of the file; makes the file with a random token where there is none.
   *
   * @throws StartFailure if it cannot be read or made, is open to everybody, or holds too short a token
   */
  public static AdminToken loadOrCreate(Path file, RandomSource random) throws StartFailure {
    try {
      if (!Files.exists(file)) {
        String made = HexFormat.of().formatHex(random.bytes(TOKEN_BYTES));
        PrivateFile.write(file, (made + "\n").getBytes(StandardCharsets.US_ASCII));
        return new AdminToken(made);
      }
      if (PrivateFile.isOpenToAll(file)) {
        throw new StartFailure(
            "Everybody on this machine can read the admin token: run 'chmod 600 " + file + "'.",
            null);
      }
      String token =
          Files.size(file) > MOST_BYTES
              ? ""
              : Files.readString(file, StandardCharsets.UTF_8)
                  .lines()
                  .findFirst()
                  .orElse("")
                  .strip();
      if (token.length() < LEAST_CHARS) {
        throw new StartFailure(
            "The admin token in " + file + " has to be one line of at least " + LEAST_CHARS
                + " characters; without the file the relay makes one.",
            null);
      }
      return new AdminToken(token);
    } catch (IOException e) {
      throw new StartFailure(
          "The admin token in " + file + " cannot be read or written ("
              + e.getClass().getSimpleName() + ").",
          e);
    }
  }

  /** Whether the Authorization header shows it; takes the same time however much of it is right. */
  boolean isShownBy(@Nullable String authorization) {
    return authorization != null
        && MessageDigest.isEqual(expected, authorization.getBytes(StandardCharsets.UTF_8));
  }
}
