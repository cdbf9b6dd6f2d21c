package dev.zerok.client.system;

import dev.zerok.protocol.crypto.RandomSource;
import java.security.SecureRandom;

/** The operating system's generator. Any thread. */
public final class SecureRandomSource implements RandomSource {
  private final SecureRandom random = new SecureRandom();

  @Override
  public void nextBytes(byte[] out) {
    random.nextBytes(out);
  }
}
