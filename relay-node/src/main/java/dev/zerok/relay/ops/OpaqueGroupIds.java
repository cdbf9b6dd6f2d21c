package dev.zerok.relay.ops;

import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.id.GroupId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names for groups that mean something on this relay only: a keyed hash, so that what an operator sees, pastes
 * and logs cannot be joined with anything outside. The same over restarts. Any thread.
 */
public final class OpaqueGroupIds {
  private static final String HMAC = "HmacSHA256";
  private static final int SHOWN_BYTES = 16;

  private final SecretKeySpec key;

  /**
   * @param secret of this relay; a key of its own is derived from it
   */
  public OpaqueGroupIds(Secret secret) {
    byte[] derived =
        hmac(
            new SecretKeySpec(secret.expose(), HMAC),
            "0k-relay/opaque-group-id/v1".getBytes(StandardCharsets.US_ASCII));
    this.key = new SecretKeySpec(derived, HMAC);
    Arrays.fill(derived, (byte) 0);
  }

  /** 32 hexadecimal digits. */
  public String of(GroupId group) {
    return HexFormat.of().formatHex(hmac(key, group.toByteArray()), 0, SHOWN_BYTES);
  }

  private static byte[] hmac(SecretKeySpec key, byte[] text) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
  }
}
