package dev.zerok.protocol.admin;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.canonical.Canonical;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.hash.Labelled;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.wire.DeviceKey;
import dev.zerok.protocol.wire.DeviceKeys;
import dev.zerok.protocol.wire.KeyUse;
import dev.zerok.protocol.wire.RosterBody;
import dev.zerok.protocol.wire.RosterEntry;

/** Puts an entry at the end of a roster and signs it: what is the same for every kind and signer. */
final class EntrySigner {
  private static final int VERSION = 1;

  private EntrySigner() {}

  /** A body for the place behind the last entry of {@code roster}, still without a kind. */
  static RosterBody.Builder bodyAfter(Roster roster, ByteString signer, long nowMillis) {
    return RosterBody.newBuilder()
        .setVersion(VERSION)
        .setIndex(roster.length())
        .setPrevious(roster.head().getHash())
        .setSigner(signer)
        .setSignedAtMillis(nowMillis);
  }

  static ByteString sealKey(DeviceKeys keys) {
    return keys.getKeysList()
        .stream()
        .filter(key -> key.getUse() == KeyUse.KEY_USE_SEAL)
        .map(DeviceKey::getKey)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("a device entry without a sealing key"));
  }

  static RosterEntry sign(Crypto crypto, Roster roster, KeyPair key, RosterBody body) {
    byte[] bytes = Canonical.encode(body);
    byte[] input = Labelled.input("roster", roster.suite(), roster.group(), bytes);
    return RosterEntry.newBuilder()
        .setBody(ByteString.copyFrom(bytes))
        .setSignature(ByteString.copyFrom(crypto.signatures().sign(key.privateKey(), input)))
        .build();
  }
}
