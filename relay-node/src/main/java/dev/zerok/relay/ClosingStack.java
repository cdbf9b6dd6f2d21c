package dev.zerok.relay;

import java.util.ArrayDeque;
import java.util.Deque;

/** Closes what was opened, the last first. One thread at a time. */
final class ClosingStack implements AutoCloseable {
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  <T extends AutoCloseable> T push(T part) {
    opened.push(part);
    return part;
  }

  /** Closes everything, also behind a part that fails; then the first failure is thrown. */
  @Override
  public void close() {
    RuntimeException first = null;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        RuntimeException failure =
            new IllegalStateException("a part of the relay did not close", e);
        if (first == null) {
          first = failure;
        } else {
          first.addSuppressed(failure);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
