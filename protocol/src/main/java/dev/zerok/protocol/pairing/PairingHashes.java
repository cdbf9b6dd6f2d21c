package dev.zerok.protocol.pairing;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.canonical.Canonical;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.hash.Labelled;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.wire.DeviceKeys;
import dev.zerok.protocol.wire.PairOpen;
import java.util.List;

/** What both sides of a pairing compute alike (PROTOCOL.md § 9). */
final class PairingHashes {
  private PairingHashes() {}

  /** One side's share of the comparison code. */
  record Share(ByteString random, ByteString ephemeral, DeviceKeys keys) {
    private ByteString keysHash() {
      return Sha256.of(ByteString.copyFrom(Canonical.encode(keys)));
    }
  }

  static byte[] prologue(Crypto crypto, PairingInvite invite) {
    byte[] body = invite.mailbox().bytes().concat(invite.relayIdentity()).toByteArray();
    return Labelled.input("pair", crypto.suite(), invite.group(), body);
  }

  static ByteString commitment(Crypto crypto, GroupId group, PairOpen open) {
    byte[] input = Labelled.input("pair-commit", crypto.suite(), group, Canonical.encode(open));
    return Sha256.of(ByteString.copyFrom(input));
  }

  /**
   * The words. All that goes in is fixed before either side learns the other's random value: the joiner's by its commitment, the
   * inviter's by having been sent. So a relay between them has one try in 2^30 for each pairing.
   */
  static List<String> words(Crypto crypto, GroupId group, Share joiner, Share inviter) {
    byte[] ikm = joiner.random().concat(inviter.random()).toByteArray();
    ByteString body =
        joiner.ephemeral()
            .concat(inviter.ephemeral())
            .concat(joiner.keysHash())
            .concat(inviter.keysHash());
    byte[] info = Labelled.input("pair-words", crypto.suite(), group, body.toByteArray());
    return ComparisonWords.of(crypto.hkdf(ikm, new byte[0], info, ComparisonWords.CODE_BYTES));
  }
}
