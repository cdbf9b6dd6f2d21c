package dev.zerok.protocol.crypto;

/**
 * Where fresh bytes come from. In production an adapter over the operating system's generator, made where the program is put
 * together; in tests a deterministic one, so that a test owns every key and nonce.
 */
@FunctionalInterface
public interface RandomSource {
  /** Fills {@code out} completely with bytes that nobody can predict. */
  void nextBytes(byte[] out);

  /** A new array of {@code size} fresh bytes. */
  default byte[] bytes(int size) {
    byte[] out = new byte[size];
    nextBytes(out);
    return out;
  }
}
