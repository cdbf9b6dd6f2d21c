package dev.zerok.protocol.admin;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.identity.JoinInput;
import dev.zerok.protocol.wire.DeviceEntry;
import dev.zerok.protocol.wire.DeviceKeys;
import dev.zerok.protocol.wire.KeyUse;
import dev.zerok.protocol.wire.Role;

/** A device's own signature over its keys and the pairing that brings it in (PROTOCOL.md § 5, PAIR-4). */
public final class JoinSignatures {
  private JoinSignatures() {}

  /**
   * Signs that the device with these keys wants to be in the group.
   *
   * @param handshakeHash of the pairing channel, 32 bytes; empty in Genesis
   */
  public static ByteString sign(Crypto crypto, GroupId group, DeviceKeyPairs keys,
      ByteString handshakeHash) {
    byte[] input = JoinInput.of(crypto.suite(), group, keys.publicKeys(), handshakeHash);
    return ByteString.copyFrom(crypto.signatures().sign(keys.sign().privateKey(), input));
  }

  /** Whether {@code signature} is by the signing key among {@code keys}; false also where there is none. */
  public static boolean verify(
      Crypto crypto, GroupId group, DeviceKeys keys, ByteString handshakeHash,
      ByteString signature) {
    byte[] input = JoinInput.of(crypto.suite(), group, keys, handshakeHash);
    return keys.getKeysList()
        .stream()
        .filter(key -> key.getUse() == KeyUse.KEY_USE_SIGN)
        .anyMatch(key -> crypto.signatures()
            .verify(key.getKey().toByteArray(), input, signature.toByteArray()));
  }

  /** The entry of a device of which we have the keys themselves. */
  public static DeviceEntry entry(
      Crypto crypto, GroupId group, DeviceKeyPairs keys, Role role, ByteString handshakeHash) {
    return DeviceEntry.newBuilder()
        .setKeys(keys.publicKeys())
        .setRole(role)
        .setHandshakeHash(handshakeHash)
        .setSignature(sign(crypto, group, keys, handshakeHash))
        .build();
  }
}
