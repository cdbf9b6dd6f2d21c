package dev.zerok.client.system;

import java.time.Instant;
import java.time.InstantSource;

/** The machine's wall clock. Any thread. */
public final class SystemClock implements InstantSource {
  @Override
  public Instant instant() {
    return Instant.now();
  }
}
