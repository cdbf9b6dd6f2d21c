package dev.zerok.protocol.hash;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.zerok.protocol.crypto.Suite;
import dev.zerok.protocol.id.GroupId;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The labelled input of PROTOCOL.md § 1: what is signed, committed to or authenticated always begins with its use, the suite and
 * (where there is one) the group, so that bytes made for one purpose are worthless for any other (SEAL-8).
 */
public final class Labelled {
  private static final byte[] PREFIX = "0k/".getBytes(US_ASCII);
  private static final byte[] VERSION = "/v1".getBytes(US_ASCII);

  private Labelled() {}

  /**
   * {@code "0k/" ‖ use ‖ "/v1" ‖ 00 ‖ suite ‖ 00 ‖ group ‖ body}.
   *
   * @param use ASCII, the name that the specification gives this use
   * @param group null only where the specification says "nothing"
   */
  public static byte[] input(String use, Suite suite, @Nullable GroupId group, byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 64 + use.length());
    out.writeBytes(PREFIX);
    out.writeBytes(use.getBytes(US_ASCII));
    out.writeBytes(VERSION);
    out.write(0);
    out.writeBytes(suite.wireName().getBytes(US_ASCII));
    out.write(0);
    if (group != null) {
      out.writeBytes(group.toByteArray());
    }
    out.writeBytes(body);
    return out.toByteArray();
  }
}
