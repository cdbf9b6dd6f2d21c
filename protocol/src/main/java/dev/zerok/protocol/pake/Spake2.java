package dev.zerok.protocol.pake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.PakeGroup;
import dev.zerok.protocol.crypto.PakeGroup.Mask;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.crypto.Secret;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * One side of SPAKE2 (RFC 9382, P256-SHA256-HKDF-HMAC): who does not know the password can try one guess for each run, and only with
 * the other side's help. Used for one run; wiped on close.
 */
final class Spake2 implements AutoCloseable {
  /** The two roles of RFC 9382 § 3.3. */
  enum Role {
    /** Here the joiner. */
    A(Mask.M, Mask.N),
    /** Here the inviter. */
    B(Mask.N, Mask.M);

    private final Mask own;
    private final Mask peers;

    Role(Mask own, Mask peers) {
      this.own = own;
      this.peers = peers;
    }
  }

  /**
   * What both sides agree on without the password.
   *
   * @param nameA how A is called in the transcript
   * @param nameB how B is
   * @param aad goes into the confirmations
   */
  record Names(byte[] nameA, byte[] nameB, byte[] aad) {}

  private static final byte[] CONFIRMATION_LABEL = "ConfirmationKeys".getBytes(US_ASCII);
  private static final byte[] NO_SALT = {};

  private final Crypto crypto;
  private final Role role;
  private final Secret password;
  private final Secret ephemeral;
  private final byte[] share;

  /**
   * @param password the stretched password's scalar; stays the caller's
   * @param ephemeral this side's random scalar; taken over
   */
  Spake2(Crypto crypto, Role role, Secret password, Secret ephemeral) {
    this.crypto = crypto;
    this.role = role;
    this.password = password;
    this.ephemeral = ephemeral;
    this.share = crypto.pakeGroup().blind(ephemeral, password, role.own);
  }

  /** A run with a fresh ephemeral scalar. */
  static Spake2 fresh(Crypto crypto, Role role, Secret password, RandomSource random) {
    try (Secret wide = Secret.random(random, PakeGroup.WIDE_LENGTH)) {
      return new Spake2(crypto, role, password, crypto.pakeGroup().reduce(wide));
    }
  }

  /** What this side sends. */
  byte[] share() {
    return share.clone();
  }

  /**
   * The keys of this run.
   *
   * @throws dev.zerok.protocol.crypto.CryptoException if the peer's share is no point of the curve, or the identity (PAKE-3)
   */
  Spake2Keys agree(byte[] peerShare, Names names) {
    try (Secret shared =
        crypto.pakeGroup().agree(ephemeral, peerShare, password, role.peers)) {
      boolean isA = role == Role.A;
      byte[] transcript = transcript(
          names.nameA(), names.nameB(), isA ? share : peerShare, isA ? peerShare : share,
          shared.expose(), password.expose());
      return keys(transcript, names.aad());
    }
  }

  private Spake2Keys keys(byte[] transcript, byte[] aad) {
    // RFC 9382 § 4: Ke || Ka = Hash(TT); KcA || KcB = KDF(Ka, nil, "ConfirmationKeys" || AAD)
    byte[] hash = crypto.sha256(transcript);
    int half = hash.length / 2;
    byte[] ka = Arrays.copyOfRange(hash, half, hash.length);
    byte[] confirming = crypto.hkdf(ka, NO_SALT, concat(CONFIRMATION_LABEL, aad), hash.length);
    byte[] keyA = Arrays.copyOf(confirming, half);
    byte[] keyB = Arrays.copyOfRange(confirming, half, confirming.length);
    byte[] macA = crypto.hmacSha256(keyA, transcript);
    byte[] macB = crypto.hmacSha256(keyB, transcript);
    boolean isA = role == Role.A;
    Spake2Keys keys = new Spake2Keys(Secret.adopt(Arrays.copyOf(hash, half)),
        Secret.adopt(isA ? macA : macB), Secret.adopt(isA ? macB : macA));
    for (byte[] secret : new byte[][]{hash, ka, confirming, keyA, keyB, transcript}) {
      Arrays.fill(secret, (byte) 0);
    }
    return keys;
  }

  /** RFC 9382 § 3.3: every part behind its length, eight bytes, little-endian. Secrets go into it, so it leaves no other copy behind. */
  private static byte[] transcript(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += Long.BYTES + part.length;
    }
    ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    for (byte[] part : parts) {
      out.putLong(part.length).put(part);
    }
    return out.array();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  @Override
  public void close() {
    ephemeral.close();
  }
}
