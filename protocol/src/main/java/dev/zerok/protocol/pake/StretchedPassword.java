package dev.zerok.protocol.pake;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.PakeGroup;
import dev.zerok.protocol.crypto.PasswordCost;
import dev.zerok.protocol.crypto.Secret;

/**
 * A password made dear to guess, as SPAKE2's {@code w}: Argon2id to 40 bytes, modulo the group's order (PAKE-2). Wiped on close.
 *
 * <p>Threads: confined to one at a time.
 */
public final class StretchedPassword implements AutoCloseable {
  /** Bytes of every salt. */
  public static final int SALT_LENGTH = 16;

  private final PasswordCost cost;
  private final ByteString salt;
  private final Secret scalar;

  private StretchedPassword(PasswordCost cost, ByteString salt, Secret scalar) {
    this.cost = cost;
    this.salt = salt;
    this.scalar = scalar;
  }

  /**
   * Stretches a password. Takes a good part of a second and the cost's memory: never on an event loop.
   *
   * @param password stays the caller's
   * @param cost parallelism 1
   * @param salt {@value #SALT_LENGTH} bytes, fresh for every code
   */
  public static StretchedPassword of(Crypto crypto, CodePassword password, PasswordCost cost,
      ByteString salt) {
    if (salt.size() != SALT_LENGTH || cost.parallelism() != 1) {
      throw new IllegalArgumentException("a salt has " + SALT_LENGTH + " bytes, and one lane");
    }
    try (Secret wide = crypto.passwordKdf()
        .derive(password.bytes().expose(), salt.toByteArray(), cost, PakeGroup.WIDE_LENGTH)) {
      return new StretchedPassword(cost, salt, crypto.pakeGroup().reduce(wide));
    }
  }

  PasswordCost cost() {
    return cost;
  }

  ByteString salt() {
    return salt;
  }

  Secret scalar() {
    return scalar;
  }

  @Override
  public void close() {
    scalar.close();
  }

  @Override
  public String toString() {
    return "StretchedPassword";
  }
}
