package dev.zerok.protocol.epoch;

import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.crypto.Secret;
import java.util.Arrays;

/**
 * What the members of one epoch share: the epoch's secret, under which payloads are sealed, and the group's stream secret, which no
 * epoch changes (PROTOCOL.md § 5). Owns both; closing wipes them. Confined to its owner, as {@link Secret} is.
 */
public final class EpochSecret implements AutoCloseable {
  /** Bytes of each of the two secrets. */
  public static final int LENGTH = 32;

  private final int epoch;
  private final Secret secret;
  private final Secret streamSecret;

  /**
   * Takes both secrets over.
   *
   * @param epoch at least 1
   * @throws IllegalArgumentException if a secret does not have {@value #LENGTH} bytes
   */
  public EpochSecret(int epoch, Secret secret, Secret streamSecret) {
    if (epoch < 1 || secret.size() != LENGTH || streamSecret.size() != LENGTH) {
      throw new IllegalArgumentException(
          "an epoch of at least 1 has two secrets of " + LENGTH + " bytes each");
    }
    this.epoch = epoch;
    this.secret = secret;
    this.streamSecret = streamSecret;
  }

  /** The first epoch of a new group, with a fresh stream secret. */
  public static EpochSecret first(RandomSource random) {
    return new EpochSecret(1, Secret.random(random, LENGTH), Secret.random(random, LENGTH));
  }

  /** The epoch after this one: a fresh secret, the same stream secret. This one stays as it is. */
  public EpochSecret next(RandomSource random) {
    return new EpochSecret(epoch + 1, Secret.random(random, LENGTH), streamSecret.copy());
  }

  public int epoch() {
    return epoch;
  }

  /** The epoch's own secret, still owned by this. */
  public Secret secret() {
    return secret;
  }

  /** The group's stream secret, still owned by this. */
  public Secret streamSecret() {
    return streamSecret;
  }

  /** An independent copy with a life of its own. */
  public EpochSecret copy() {
    return new EpochSecret(epoch, secret.copy(), streamSecret.copy());
  }

  @Override
  public void close() {
    secret.close();
    streamSecret.close();
  }

  /** The epoch's number only. */
  @Override
  public String toString() {
    return "EpochSecret[epoch " + epoch + "]";
  }

  /** The plaintext of a box: both secrets, one after the other; the caller closes it. */
  Secret boxPlaintext() {
    byte[] both = Arrays.copyOf(secret.expose(), 2 * LENGTH);
    System.arraycopy(streamSecret.expose(), 0, both, LENGTH, LENGTH);
    return Secret.adopt(both);
  }

  /** The secrets in a box's plaintext, which stays the caller's. */
  static EpochSecret fromBoxPlaintext(int epoch, Secret plaintext) {
    byte[] both = plaintext.expose();
    return new EpochSecret(
        epoch,
        Secret.adopt(Arrays.copyOf(both, LENGTH)),
        Secret.adopt(Arrays.copyOfRange(both, LENGTH, 2 * LENGTH)));
  }
}
