package dev.zerok.cli.doctor;

import dev.zerok.client.SyncClient;
import dev.zerok.client.model.SyncStatus;
import dev.zerok.protocol.error.ErrorCode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Whether what waits on this device goes out, now that the relay admits it. */
final class OutboxCheck {
  private final SyncClient client;
  private final CompletableFuture<String> delayed;
  private final Duration patience;

  /**
   * @param delayed completes with the reason when the relay takes no push
   * @param patience how long nothing at all may go out
   */
  OutboxCheck(SyncClient client, CompletableFuture<String> delayed, Duration patience) {
    this.client = client;
    this.delayed = delayed;
    this.patience = patience;
  }

  /** Waits while pushes go out. Empty if none waits. */
  Optional<Finding> look() {
    int waiting = client.status().outboxCount();
    if (waiting == 0) {
      return Optional.empty();
    }
    CompletableFuture<Void> drained = client.outboxDrained();
    for (int before = waiting;;) {
      boolean news = await(delayed.isDone() ? drained : CompletableFuture.anyOf(drained, delayed));
      SyncStatus status = client.status();
      if (status.stopped().isPresent()) {
        return status.stopped().map(words -> new Finding(Finding.Kind.STOPPED, words));
      }
      if (status.pushesDelayed().isPresent()) {
        return status.pushesDelayed().map(code -> delayedBy(code, status.outboxCount()));
      }
      if (drained.isDone()) {
        return Optional.of(new Finding(Finding.Kind.PUSHES_GO_OUT, waiting == 1
            ? "1 push waited here and is at the relay now."
            : waiting + " pushes waited here and are at the relay now."));
      }
      if (!news && status.outboxCount() >= before) {
        return Optional.of(stuck(status.outboxCount()));
      }
      before = status.outboxCount();
    }
  }

  /** Whether there was an outcome, of whatever kind, in time. */
  private boolean await(CompletableFuture<?> outcome) {
    try {
      outcome.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException stopped) {
      return true; // the status says why
    } catch (TimeoutException late) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Finding delayedBy(ErrorCode code, int count) {
    String found = delayed.getNow(code.advice()) + " " + waiting(count)
        + " on this device's disk and will go out when it takes them again. ";
    return switch (code) {
      case STORAGE_FULL -> new Finding(Finding.Kind.RELAY_FULL, found
          + "Its operator can make room on its disk or raise limits.total-bytes; devices that are behind can fetch what"
          + " waits for them.");
      case GROUP_QUOTA_EXCEEDED -> new Finding(Finding.Kind.GROUP_FULL, found
          + "'zerok devices --progress' shows who is behind: bring those online, or take them out with"
          + " 'zerok remove DEVICE'. A month's quota that is used up comes back with the next month.");
      default -> new Finding(Finding.Kind.PUSHES_DELAYED, found
          + "If it stays so, tell its operator.");
    };
  }

  private Finding stuck(int count) {
    return new Finding(Finding.Kind.OUTBOX_STUCK, waiting(count)
        + " on this device's disk, and for " + patience.toSeconds()
        + " s none went out though the relay admits this device. Nothing is lost. Leave 'zerok watch' running: this device"
        + " may have pushed more than the relay lets it in a minute. If it stays so, bring an admin's device online, and tell"
        + " the relay's operator.");
  }

  private static String waiting(int count) {
    return count == 1 ? "1 push waits" : count + " pushes wait";
  }
}
