package dev.zerok.relay.ops;

import dev.zerok.protocol.crypto.RandomSource;
import java.security.SecureRandom;

/** The system's random numbers. Any thread. */
public final class SystemRandomSource implements RandomSource {
  private final SecureRandom random = new SecureRandom();

  @Override
  public void nextBytes(byte[] out) {
    random.nextBytes(out);
  }
}
