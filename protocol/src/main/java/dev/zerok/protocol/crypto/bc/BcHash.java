package dev.zerok.protocol.crypto.bc;

import dev.zerok.protocol.crypto.Digest;
import dev.zerok.protocol.crypto.HashFunction;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.bouncycastle.crypto.digests.Blake2sDigest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;

/** BLAKE2 (RFC 7693, unkeyed) and SHA-2. */
record BcHash(HashFunction.Algorithm algorithm) implements HashFunction {
  @Override
  public Digest newDigest() {
    return new RunningDigest(newBcDigest(), algorithm.hashLength());
  }

  private org.bouncycastle.crypto.Digest newBcDigest() {
    return switch (algorithm) {
      case BLAKE2S -> new Blake2sDigest(algorithm.hashLength() * Byte.SIZE);
      case BLAKE2B -> new Blake2bDigest(algorithm.hashLength() * Byte.SIZE);
      case SHA256 -> new SHA256Digest();
      case SHA512 -> new SHA512Digest();
    };
  }

  private record RunningDigest(org.bouncycastle.crypto.Digest inner, int length) implements Digest {
    @Override
    public void update(byte[] input, int offset, int length) {
      inner.update(input, offset, length);
    }

    @Override
    public byte[] finish() {
      byte[] out = new byte[length];
      inner.doFinal(out, 0);
      return out;
    }
  }
}
