package dev.zerok.protocol.identity;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.canonical.Canonical;
import dev.zerok.protocol.crypto.Suite;
import dev.zerok.protocol.hash.Labelled;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.wire.DeviceKeys;
import dev.zerok.protocol.wire.JoinBody;

/** What a device signs to say that it wants to be in a group under these keys (PROTOCOL.md § 5). */
public final class JoinInput {
  private JoinInput() {}

  /**
   * The bytes under {@code DeviceEntry.signature}.
   *
   * @param handshakeHash of the pairing channel, 32 bytes; empty in Genesis
   */
  public static byte[] of(Suite suite, GroupId group, DeviceKeys keys, ByteString handshakeHash) {
    JoinBody body = JoinBody.newBuilder().setKeys(keys).setHandshakeHash(handshakeHash).build();
    return Labelled.input("join", suite, group, Canonical.encode(body));
  }
}
