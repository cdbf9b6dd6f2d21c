package dev.zerok.protocol.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.id.StreamId;
import java.nio.ByteBuffer;

/** From an app's name of a stream to the id that the relay sees, which tells nothing about the name (PROTOCOL.md § 7). */
public final class StreamIds {
  private static final byte[] LABEL = "0k/stream/v1".getBytes(UTF_8);

  private StreamIds() {}

  /**
   * The id of the stream of that name; the default stream's for the empty name.
   *
   * @param streamSecret the group's, 32 bytes, the same in every epoch
   * @param name the app's own, any text
   */
  public static StreamId derive(Crypto crypto, GroupId group, Secret streamSecret, String name) {
    if (name.isEmpty()) {
      return StreamId.DEFAULT;
    }
    byte[] utf8 = name.getBytes(UTF_8);
    byte[] info =
        ByteBuffer.allocate(LABEL.length + 1 + utf8.length)
            .put(LABEL)
            .put((byte) 0)
            .put(utf8)
            .array();
    return StreamId
        .of(crypto.hkdf(streamSecret.expose(), group.toByteArray(), info, StreamId.LENGTH));
  }
}
