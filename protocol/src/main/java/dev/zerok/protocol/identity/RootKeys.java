package dev.zerok.protocol.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.id.GroupId;

/**
 * A group's root: the keys that follow from the seed in the recovery kit (PROTOCOL.md § 5). They exist on a device only while it
 * creates or resets a group; closing wipes them.
 */
public final class RootKeys implements AutoCloseable {
  /** Bytes of the seed. */
  public static final int SEED_LENGTH = 32;

  private static final byte[] NO_SALT = {};
  private static final byte[] SIGN_INFO = "0k/root-sign/v1".getBytes(US_ASCII);
  private static final byte[] SEAL_INFO = "0k/root-seal/v1".getBytes(US_ASCII);
  private static final int KEY_LENGTH = 32;

  private final KeyPair sign;
  private final KeyPair seal;
  private final GroupId groupId;

  private RootKeys(KeyPair sign, KeyPair seal, GroupId groupId) {
    this.sign = sign;
    this.seal = seal;
    this.groupId = groupId;
  }

  /**
   * The root of that seed, which stays the caller's.
   *
   * @throws IllegalArgumentException if the seed does not have {@value #SEED_LENGTH} bytes
   */
  public static RootKeys fromSeed(Crypto crypto, Secret seed) {
    if (seed.size() != SEED_LENGTH) {
      throw new IllegalArgumentException(
          "a root seed has " + SEED_LENGTH + " bytes, not " + seed.size());
    }
    try (Secret signSeed = crypto.deriveSecret(seed, NO_SALT, SIGN_INFO, KEY_LENGTH);
        Secret sealKey = crypto.deriveSecret(seed, NO_SALT, SEAL_INFO, KEY_LENGTH)) {
      KeyPair sign = crypto.signatures().fromSeed(signSeed);
      KeyPair seal = crypto.agreement().fromPrivate(sealKey);
      return new RootKeys(sign, seal,
          GroupIds.of(crypto.suite(), ByteString.copyFrom(sign.publicKey())));
    }
  }

  /** The group that this root rules. */
  public GroupId groupId() {
    return groupId;
  }

  /** Signs Genesis, Reset and Close. */
  public KeyPair sign() {
    return sign;
  }

  /** Opens every epoch's root box. */
  public KeyPair seal() {
    return seal;
  }

  @Override
  public void close() {
    sign.close();
    seal.close();
  }
}
