package dev.zerok.relay.routing;

import com.google.protobuf.ByteString;
import java.security.MessageDigest;

/** Who may create groups (ADMIT-4). */
public sealed interface CreationPolicy {
  /** Whether a client with this token may. */
  boolean allows(ByteString accessToken);

  /** Everybody. */
  record Open() implements CreationPolicy {
    @Override
    public boolean allows(ByteString accessToken) {
      return true;
    }
  }

  /** Nobody: the relay serves the groups that it has. */
  record Closed() implements CreationPolicy {
    @Override
    public boolean allows(ByteString accessToken) {
      return false;
    }
  }

  /**
   * Who knows the token.
   *
   * @param token 1 to 256 bytes; a secret
   */
  record WithToken(ByteString token) implements CreationPolicy {
    public WithToken {
      if (token.isEmpty()) {
        throw new IllegalArgumentException("an empty token would let everybody in");
      }
    }

    @Override
    public boolean allows(ByteString accessToken) {
      return MessageDigest.isEqual(token.toByteArray(), accessToken.toByteArray());
    }

    @Override
    public String toString() {
      return "WithToken[secret]";
    }
  }
}
