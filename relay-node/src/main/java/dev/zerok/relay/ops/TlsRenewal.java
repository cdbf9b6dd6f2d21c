package dev.zerok.relay.ops;

import dev.zerok.relay.edge.TlsPair;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks from time to time whether the TLS files have changed. A new pair that is sound comes into use; one that
 * is not is reported once, and the one before stays. One thread at a time; reads files.
 */
public final class TlsRenewal {
  private final TlsFiles files;
  private final Consumer<TlsPair> use;
  private final RelayMetrics metrics;
  private TlsPair current;
  private @Nullable String reported;

  /**
   * @param current what is in use
   * @param use makes the next one used
   */
  public TlsRenewal(TlsFiles files, TlsPair current, Consumer<TlsPair> use, RelayMetrics metrics) {
    this.files = files;
    this.current = current;
    this.use = use;
    this.metrics = metrics;
    metrics.tlsInUse(current.notAfterSeconds());
  }

  /** Looks once. */
  public synchronized void check() {
    TlsPair found;
    try {
      found = files.load();
    } catch (StartFailure problem) {
      String words = String.valueOf(problem.getMessage());
      if (!words.equals(reported)) {
        reported = words;
        metrics.tlsNotRenewed();
        RelayLog.tlsNotRenewed(words);
      }
      return;
    }
    reported = null;
    if (!found.equals(current)) {
      current = found;
      use.accept(found);
      metrics.tlsInUse(found.notAfterSeconds());
      RelayLog.tlsRenewed(found.notAfterSeconds());
    }
  }
}
