package dev.zerok.protocol.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * HPKE (RFC 9180), base mode, one message per encapsulation: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305.
 *
 * <p>Encrypts to the holder of a public key; says nothing about the sender. Built on the port, so it runs on every provider.
 * Immutable; any thread.
 */
public final class Hpke {
  /** Bytes of the encapsulated key at the front of a sealed message. */
  public static final int ENCAPSULATED_LENGTH = 32;

  /** Bytes that a sealed message is longer than its plaintext. */
  public static final int OVERHEAD = ENCAPSULATED_LENGTH + Aead.TAG_LENGTH;

  private static final byte[] VERSION = ascii("HPKE-v1");
  /** RFC 9180 §4.1: "KEM" ‖ 0x0020, DHKEM(X25519, HKDF-SHA256). */
  private static final byte[] KEM_SUITE = {'K', 'E', 'M', 0x00, 0x20};
  /** RFC 9180 §5.1: "HPKE" ‖ KEM 0x0020 ‖ KDF 0x0001 ‖ AEAD 0x0003. */
  private static final byte[] HPKE_SUITE = {'H', 'P', 'K', 'E', 0x00, 0x20, 0x00, 0x01, 0x00, 0x03};

  private static final byte[] MODE_BASE = {0x00};
  private static final byte[] EMPTY = {};
  private static final int SHARED_SECRET_LENGTH = 32;

  private final KeyAgreement agreement;
  private final Aead aead;
  private final HashFunction sha256;

  private Hpke(KeyAgreement agreement, Aead aead, HashFunction sha256) {
    this.agreement = agreement;
    this.aead = aead;
    this.sha256 = sha256;
  }

  /** HPKE on these primitives, which must be those of {@code std1}. */
  public static Hpke of(Crypto crypto) {
    if (crypto.suite() != Suite.STD1) {
      throw new IllegalArgumentException("HPKE is defined for std1 only");
    }
    return new Hpke(crypto.agreement(), crypto.recordAead(), crypto.sha256Function());
  }

  /**
   * Seals {@code plaintext} to the holder of {@code recipientPublicKey} (RFC 9180 §6.1).
   *
   * @return enc ‖ ciphertext ‖ tag, {@link #OVERHEAD} bytes longer than the plaintext
   * @throws CryptoException if the recipient's key is not usable
   */
  public byte[] sealBase(byte[] recipientPublicKey, byte[] info, byte[] aad, byte[] plaintext,
      RandomSource random) {
    try (KeyPair ephemeral = agreement.generate(random);
        Secret dh = agreement.agree(ephemeral.privateKey(), recipientPublicKey);
        Secret shared = kemSecret(dh, ephemeral.publicKey(), recipientPublicKey);
        KeySchedule schedule = schedule(shared, info)) {
      byte[] sealed = aead.seal(schedule.key, schedule.nonce, aad, plaintext);
      return Hkdf.concat(ephemeral.publicKey(), sealed);
    }
  }

  /**
   * Opens what {@link #sealBase} made for {@code recipient}.
   *
   * @throws CryptoException {@code TOO_SHORT}, {@code BAD_TAG}, or {@code ZERO_SHARED_SECRET} for a hostile encapsulation
   */
  public byte[] openBase(KeyPair recipient, byte[] info, byte[] aad, byte[] sealed) {
    if (sealed.length < OVERHEAD) {
      throw new CryptoException(CryptoException.Reason.TOO_SHORT);
    }
    byte[] encapsulated = Arrays.copyOf(sealed, ENCAPSULATED_LENGTH);
    byte[] ciphertext = Arrays.copyOfRange(sealed, ENCAPSULATED_LENGTH, sealed.length);
    try (Secret dh = agreement.agree(recipient.privateKey(), encapsulated);
        Secret shared = kemSecret(dh, encapsulated, recipient.publicKey());
        KeySchedule schedule = schedule(shared, info)) {
      return aead.open(schedule.key, schedule.nonce, aad, ciphertext);
    }
  }

  /** ExtractAndExpand, RFC 9180 §4.1. */
  private Secret kemSecret(Secret dh, byte[] encapsulated, byte[] recipientPublicKey) {
    try (Secret prk = labeledExtract(KEM_SUITE, EMPTY, "eae_prk", dh.expose())) {
      byte[] context = Hkdf.concat(encapsulated, recipientPublicKey);
      return Secret
          .adopt(labeledExpand(KEM_SUITE, prk, "shared_secret", context, SHARED_SECRET_LENGTH));
    }
  }

  /** KeySchedule in base mode, RFC 9180 §5.1: no psk, so its id and input are empty. */
  private KeySchedule schedule(Secret shared, byte[] info) {
    try (Secret pskIdHash = labeledExtract(HPKE_SUITE, EMPTY, "psk_id_hash", EMPTY);
        Secret infoHash = labeledExtract(HPKE_SUITE, EMPTY, "info_hash", info);
        Secret secret = labeledExtract(HPKE_SUITE, shared.expose(), "secret", EMPTY)) {
      byte[] context = Hkdf.concat(MODE_BASE, pskIdHash.expose(), infoHash.expose());
      byte[] key = labeledExpand(HPKE_SUITE, secret, "key", context, Aead.KEY_LENGTH);
      byte[] nonce =
          labeledExpand(HPKE_SUITE, secret, "base_nonce", context, aead.algorithm().nonceLength());
      return new KeySchedule(Secret.adopt(key), nonce);
    }
  }

  /** RFC 9180 §4. */
  private Secret labeledExtract(byte[] suiteId, byte[] salt, String label, byte[] ikm) {
    return Hkdf.extract(sha256, salt, VERSION, suiteId, ascii(label), ikm);
  }

  /** RFC 9180 §4. */
  private byte[] labeledExpand(byte[] suiteId, Secret prk, String label, byte[] info, int length) {
    byte[] length2 = {(byte) (length >> 8), (byte) length};
    return Hkdf.expand(sha256, prk, length, length2, VERSION, suiteId, ascii(label), info);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }

  /** The key of one message. With a single message the sequence number is 0 and the nonce is the base nonce itself. */
  private static final class KeySchedule implements AutoCloseable {
    private final Secret key;
    private final byte[] nonce;

    private KeySchedule(Secret key, byte[] nonce) {
      this.key = key;
      this.nonce = nonce;
    }

    @Override
    public void close() {
      key.close();
    }
  }
}
