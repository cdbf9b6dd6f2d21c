package dev.zerok.protocol.hash;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.zerok.protocol.crypto.Suite;
import dev.zerok.protocol.id.GroupId;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The labelled input of PROTOCOL.md § 1: what is signed, committed to or authenticated always begins with its use, the suite and
 * (where there is one) the group, so that bytes made for one purpose are worthless for any other (SEAL-8).
 */
public final class Labelled {
  private static final byte[] PREFIX = "0k/".getBytes(US_ASCII);
  private static final byte[] VERSION = "/v1".getBytes(US_ASCII);

  private static final byte[] NOTHING = {};

  private Labelled() {}

  /**
   * {@code "0k/" ‖ use ‖ "/v1" ‖ 00 ‖ suite ‖ 00 ‖ group ‖ body}. The array is the only copy of the body that is made: where the body
   * is secret, its caller wipes both.
   *
   * @param use ASCII, the name that the specification gives this use
   * @param group null only where the specification says "nothing"
   */
  public static byte[] input(String use, Suite suite, @Nullable GroupId group, byte[] body) {
    byte[] label = use.getBytes(US_ASCII);
    byte[] suiteName = suite.wireName().getBytes(US_ASCII);
    byte[] groupId = group == null ? NOTHING : group.toByteArray();
    return ByteBuffer
        .allocate(PREFIX.length + label.length + VERSION.length + 1 + suiteName.length + 1
            + groupId.length + body.length)
        .put(PREFIX)
        .put(label)
        .put(VERSION)
        .put((byte) 0)
        .put(suiteName)
        .put((byte) 0)
        .put(groupId)
        .put(body)
        .array();
  }
}
