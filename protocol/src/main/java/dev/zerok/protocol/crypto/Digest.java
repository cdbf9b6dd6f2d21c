package dev.zerok.protocol.crypto;

/** One running hash computation. Confined to one thread and used once. */
public interface Digest {
  /** Takes {@code length} bytes from {@code offset} on. */
  void update(byte[] input, int offset, int length);

  /** The hash of everything taken; ends the computation. */
  byte[] finish();
}
