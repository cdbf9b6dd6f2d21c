package dev.zerok.relay.ops;

import org.jspecify.annotations.Nullable;

/** The relay cannot start for a reason that the operator can change; the message says what to do. */
public final class StartFailure extends Exception {
  private static final long serialVersionUID = 1L;

  public StartFailure(String words, @Nullable Throwable cause) {
    super(words, cause);
  }
}
