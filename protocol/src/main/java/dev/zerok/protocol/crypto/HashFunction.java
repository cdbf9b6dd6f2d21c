package dev.zerok.protocol.crypto;

/** A hash function. It keeps no state and may be used by any thread; a {@link Digest} may not. */
public interface HashFunction {
  /** The algorithms that exist, under the names that Noise gives them (Noise §12.3). */
  enum Algorithm {
    /** RFC 7693, 32-byte output: the transcript hash of {@code std1}. */
    BLAKE2S("BLAKE2s", 32, 64),
    /** RFC 7693, 64-byte output. */
    BLAKE2B("BLAKE2b", 64, 128),
    /** FIPS 180-4. */
    SHA256("SHA256", 32, 64),
    /** FIPS 180-4. */
    SHA512("SHA512", 64, 128);

    private final String noiseName;
    private final int hashLength;
    private final int blockLength;

    Algorithm(String noiseName, int hashLength, int blockLength) {
      this.noiseName = noiseName;
      this.hashLength = hashLength;
      this.blockLength = blockLength;
    }

    /** The name inside a Noise protocol name. */
    public String noiseName() {
      return noiseName;
    }

    /** Bytes of output, Noise's HASHLEN. */
    public int hashLength() {
      return hashLength;
    }

    /** Bytes of an input block, Noise's BLOCKLEN. */
    public int blockLength() {
      return blockLength;
    }
  }

  /** Which algorithm this is. */
  Algorithm algorithm();

  /** A new computation, for input that arrives in pieces. */
  Digest newDigest();

  /** The hash of all parts, one after the other. */
  default byte[] hash(byte[]... parts) {
    Digest digest = newDigest();
    for (byte[] part : parts) {
      digest.update(part, 0, part.length);
    }
    return digest.finish();
  }

  /** HMAC (RFC 2104) of all parts, one after the other. */
  default byte[] hmac(byte[] key, byte[]... parts) {
    return Hmac.compute(this, key, parts);
  }
}
