package dev.zerok.client.store;

import dev.zerok.protocol.crypto.Aead;
import dev.zerok.protocol.crypto.PasswordCost;
import dev.zerok.protocol.crypto.Secret;

/**
 * What a file store is locked with. The store takes it over and wipes it.
 *
 * <p>A passphrase is stretched with Argon2id (KDF-1); cost and salt stand beside what it protects. A key of 32 bytes, from the
 * platform's key store for instance, is used as it is.
 */
public sealed interface StoreKey extends AutoCloseable {
  /** Wipes it. */
  @Override
  void close();

  /**
   * A person's passphrase.
   *
   * @param utf8 its bytes in UTF-8
   * @param cost what stretching it costs when the store is created; a store that exists keeps its own
   */
  record Passphrase(Secret utf8, PasswordCost cost) implements StoreKey {
    @Override
    public void close() {
      utf8.close();
    }
  }

  /** A key that the app keeps elsewhere, 32 bytes. */
  record Raw(Secret key) implements StoreKey {
    public Raw {
      if (key.size() != Aead.KEY_LENGTH) {
        throw new IllegalArgumentException(
            "a store key has " + Aead.KEY_LENGTH + " bytes, not " + key.size());
      }
    }

    @Override
    public void close() {
      key.close();
    }
  }
}
