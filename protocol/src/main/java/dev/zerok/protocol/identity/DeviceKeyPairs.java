package dev.zerok.protocol.identity;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.wire.DeviceKey;
import dev.zerok.protocol.wire.DeviceKeys;
import dev.zerok.protocol.wire.KeyUse;
import java.util.Arrays;

/**
 * The three key pairs of a device in one group (PROTOCOL.md § 5). Fresh for every group and every pairing, never used in two.
 * Closing wipes the private halves. Confined to its owner, as {@link Secret} is.
 */
public final class DeviceKeyPairs implements AutoCloseable {
  /** Bytes of the private form: Noise key, signing seed, sealing key. */
  public static final int PRIVATE_LENGTH = 96;

  private static final int PART_LENGTH = 32;

  private final KeyPair noise;
  private final KeyPair sign;
  private final KeyPair seal;

  private DeviceKeyPairs(KeyPair noise, KeyPair sign, KeyPair seal) {
    this.noise = noise;
    this.sign = sign;
    this.seal = seal;
  }

  /** Fresh keys. */
  public static DeviceKeyPairs generate(Crypto crypto, RandomSource random) {
    return new DeviceKeyPairs(
        crypto.agreement().generate(random),
        crypto.signatures().generate(random),
        crypto.agreement().generate(random));
  }

  /**
   * The keys that {@link #toSecret} gave away. The secret stays the caller's.
   *
   * @throws IllegalArgumentException if it does not have {@value #PRIVATE_LENGTH} bytes
   */
  public static DeviceKeyPairs fromSecret(Crypto crypto, Secret privateForm) {
    if (privateForm.size() != PRIVATE_LENGTH) {
      throw new IllegalArgumentException(
          "device keys have " + PRIVATE_LENGTH + " bytes, not " + privateForm.size());
    }
    try (Secret noise = part(privateForm, 0);
        Secret sign = part(privateForm, 1);
        Secret seal = part(privateForm, 2)) {
      return new DeviceKeyPairs(
          crypto.agreement().fromPrivate(noise),
          crypto.signatures().fromSeed(sign),
          crypto.agreement().fromPrivate(seal));
    }
  }

  /** The private form, {@value #PRIVATE_LENGTH} bytes, for an encrypted store; the caller closes it. */
  public Secret toSecret() {
    byte[] form = new byte[PRIVATE_LENGTH];
    KeyPair[] pairs = {noise, sign, seal};
    for (int i = 0; i < pairs.length; i++) {
      System.arraycopy(pairs[i].privateKey().expose(), 0, form, i * PART_LENGTH, PART_LENGTH);
    }
    return Secret.adopt(form);
  }

  /** For sessions with the relay and for pairing. */
  public KeyPair noise() {
    return noise;
  }

  /** For roster entries and payloads. */
  public KeyPair sign() {
    return sign;
  }

  /** For epoch boxes. */
  public KeyPair seal() {
    return seal;
  }

  /** The public halves as they stand in the roster, ascending by use. */
  public DeviceKeys publicKeys() {
    return DeviceKeys.newBuilder()
        .addKeys(key(KeyUse.KEY_USE_NOISE, noise))
        .addKeys(key(KeyUse.KEY_USE_SIGN, sign))
        .addKeys(key(KeyUse.KEY_USE_SEAL, seal))
        .build();
  }

  /** This device's id in that group. */
  public DeviceId deviceId(Crypto crypto, GroupId group) {
    return DeviceIds.of(crypto.suite(), group, publicKeys());
  }

  @Override
  public void close() {
    noise.close();
    sign.close();
    seal.close();
  }

  private static DeviceKey key(KeyUse use, KeyPair pair) {
    return DeviceKey.newBuilder().setUse(use).setKey(ByteString.copyFrom(pair.publicKey())).build();
  }

  private static Secret part(Secret whole, int index) {
    int from = index * PART_LENGTH;
    return Secret.adopt(Arrays.copyOfRange(whole.expose(), from, from + PART_LENGTH));
  }
}
