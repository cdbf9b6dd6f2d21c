package dev.zerok.relay.ops;

import dev.zerok.relay.edge.TlsPair;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks from time to time whether the TLS files have changed. A new pair that is sound and that the socket takes
 * comes into use; of one that is not, the problem is reported once, the one before stays, and every further look
 * tries again. Any thread; a look reads files.
 */
public final class TlsRenewal {
  private final TlsFiles files;
  private final Function<TlsPair, CompletionStage<?>> use;
  private final RelayMetrics metrics;
  private TlsPair current;
  private boolean underWay;
  private @Nullable String reported;

  /**
   * @param current what is in use
   * @param use makes the next one used; its stage completes when it is, and fails if it cannot be
   */
  public TlsRenewal(TlsFiles files, TlsPair current,
      Function<TlsPair, CompletionStage<?>> use, RelayMetrics metrics) {
    this.files = files;
    this.current = current;
    this.use = use;
    this.metrics = metrics;
    metrics.tlsInUse(current.notAfterSeconds());
  }

  /** Looks once; does nothing while a pair that an earlier look found is still being taken into use. */
  public synchronized void check() {
    if (underWay) {
      return;
    }
    TlsPair found;
    try {
      found = files.load();
    } catch (StartFailure problem) {
      notRenewed(String.valueOf(problem.getMessage()));
      return;
    }
    if (found.equals(current)) {
      reported = null;
      return;
    }
    underWay = true;
    begin(found).whenComplete((done, failure) -> settle(found, failure));
  }

  private CompletionStage<?> begin(TlsPair found) {
    try {
      return use.apply(found);
    } catch (RuntimeException refused) {
      return CompletableFuture.failedStage(refused);
    }
  }

  private synchronized void settle(TlsPair found, @Nullable Throwable failure) {
    underWay = false;
    if (failure != null) {
      notRenewed("The relay's socket does not take them: " + failure);
      return;
    }
    current = found;
    reported = null;
    metrics.tlsInUse(found.notAfterSeconds());
    RelayLog.tlsRenewed(found.notAfterSeconds());
  }

  private void notRenewed(String words) {
    if (!words.equals(reported)) {
      reported = words;
      metrics.tlsNotRenewed();
      RelayLog.tlsNotRenewed(words);
    }
  }
}
