package dev.zerok.protocol.roster;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.hash.Labelled;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.GroupId;

/** What the root signs to be shown its group's roster: this very session and nothing else (ADMIT-6). */
public final class RosterRequests {
  /** Bytes of a signature. */
  public static final int SIGNATURE_LENGTH = 64;

  private RosterRequests() {}

  /** The signature's input. */
  public static byte[] input(Crypto crypto, GroupId group, ByteString handshakeHash) {
    if (handshakeHash.size() != Sha256.LENGTH) {
      throw new IllegalArgumentException("a handshake hash has " + Sha256.LENGTH + " bytes");
    }
    return Labelled.input("roster-request", crypto.suite(), group, handshakeHash.toByteArray());
  }

  /** Whether the holder of that root key made it for this session. */
  public static boolean verify(Crypto crypto, GroupId group, ByteString rootKey,
      ByteString handshakeHash, ByteString signature) {
    return crypto.signatures()
        .verify(rootKey.toByteArray(), input(crypto, group, handshakeHash),
            signature.toByteArray());
  }
}
