package dev.zerok.protocol.crypto.jca;

import dev.zerok.protocol.crypto.Digest;
import dev.zerok.protocol.crypto.HashFunction;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;

/**
 * SHA-2 of a JCA provider.
 *
 * @param provider who computes
 * @param algorithm which function
 * @param jcaName its name at JCA
 */
public record JcaHash(Provider provider, HashFunction.Algorithm algorithm, String jcaName)
    implements HashFunction {
  @Override
  public Digest newDigest() {
    return new RunningMessageDigest(newMessageDigest());
  }

  private MessageDigest newMessageDigest() {
    try {
      return MessageDigest.getInstance(jcaName, provider);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(provider.getName() + " lost its " + jcaName, e);
    }
  }

  private record RunningMessageDigest(MessageDigest inner) implements Digest {
    @Override
    public void update(byte[] input, int offset, int length) {
      inner.update(input, offset, length);
    }

    @Override
    public byte[] finish() {
      return inner.digest();
    }
  }
}
