package dev.zerok.protocol.roster;

import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.CryptoException;
import dev.zerok.protocol.crypto.Secret;

/** Decides about signatures and keys: by the suite's primitives, or not at all where that was done before. */
interface KeyChecks {
  /** For entries from our own store, which were verified before they were stored. */
  KeyChecks DONE_BEFORE =
      new KeyChecks() {
        @Override
        public boolean verifies(byte[] publicKey, byte[] message, byte[] signature) {
          return true;
        }

        @Override
        public boolean isUsableForAgreement(byte[] publicKey) {
          return true;
        }
      };

  static KeyChecks of(Crypto crypto) {
    return new KeyChecks() {
      @Override
      public boolean verifies(byte[] publicKey, byte[] message, byte[] signature) {
        return crypto.signatures().verify(publicKey, message, signature);
      }

      @Override
      public boolean isUsableForAgreement(byte[] publicKey) {
        // Any private key tells: clamped, it is a multiple of the cofactor and takes every point of small order to zero.
        byte[] scalar = new byte[crypto.agreement().algorithm().privateKeyLength()];
        try (Secret any = Secret.adopt(scalar);
            Secret ignored = crypto.agreement().agree(any, publicKey)) {
          return true;
        } catch (CryptoException e) {
          return false;
        }
      }
    };
  }

  boolean verifies(byte[] publicKey, byte[] message, byte[] signature);

  /** Whether one can seal to this key at all; a key of small order would make every later Rekey impossible. */
  boolean isUsableForAgreement(byte[] publicKey);
}
