package dev.zerok.cli.doctor;

import dev.zerok.client.ClientConfig;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncStatus;
import dev.zerok.client.store.StoreFailure;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Looks at one device and its relay, from the disk outwards, and says what it finds. Changes nothing but what any start changes. */
public final class Checkup {
  private final ClientConfig config;
  private final Duration patience;

  /**
   * @param config the device; its listener is not used
   * @param patience how long to wait for each answer
   */
  public Checkup(ClientConfig config, Duration patience) {
    this.config = config;
    this.patience = patience;
  }

  /** What a store that does not open has. */
  public static Finding of(StoreFailure failure) {
    Finding.Kind kind = switch (failure.kind()) {
      case LOCKED -> Finding.Kind.STORE_LOCKED;
      case WRONG_KEY -> Finding.Kind.STORE_WRONG_KEY;
      case DAMAGED -> Finding.Kind.STORE_DAMAGED;
      case FOREIGN -> Finding.Kind.STORE_FOREIGN;
      default -> Finding.Kind.STORE_UNWRITABLE;
    };
    return new Finding(kind, String.valueOf(failure.getMessage()));
  }

  /**
   * Looks. Closes the client, and the store with it.
   *
   * @param origin what a page of the app would name as its origin; null: this is a native client
   */
  public List<Finding> look(@Nullable String origin) {
    List<Finding> findings = new ArrayList<>();
    CompletableFuture<Finding> admission = new CompletableFuture<>();
    CompletableFuture<Finding> clock = new CompletableFuture<>();
    try (SyncClient client = SyncClient.open(
        config.withListener(event -> note(event, admission, clock)))) {
      findings.add(new Finding(Finding.Kind.STORE_OPENS,
          "The store opens: device " + client.status().device().hex() + "."));
      Optional<Finding> stopped = stopped(client.status());
      if (stopped.isPresent()) {
        findings.add(stopped.get());
        return findings;
      }
      Finding door =
          UpgradeProbe.knock(URI.create(client.status().relayUrl()), origin, patience);
      findings.add(door);
      if (door.kind() == Finding.Kind.RELAY_ANSWERS) {
        client.start();
        findings.add(await(admission));
        if (clock.isDone()) {
          findings.add(clock.join());
        }
      }
      parked(client).ifPresent(findings::add);
    }
    return findings;
  }

  private static void note(SyncEvent event, CompletableFuture<Finding> admission,
      CompletableFuture<Finding> clock) {
    switch (event) {
      case SyncEvent.ClockOff off ->
          clock.complete(new Finding(Finding.Kind.CLOCK_OFF, off.words()));
      case SyncEvent.Connected connected -> {
        clock.complete(new Finding(Finding.Kind.CLOCK_RIGHT,
            "This device's clock agrees with the relay's."));
        admission.complete(new Finding(Finding.Kind.ADMITTED,
            "The relay admits this device; " + connected.pending() + " waiting for it."));
      }
      case SyncEvent.RelayNotTrusted no -> admission
          .complete(new Finding(Finding.Kind.WRONG_RELAY_IDENTITY, no.words()));
      case SyncEvent.NotAdmitted _ -> admission.complete(new Finding(Finding.Kind.NOT_ADMITTED,
          "The relay does not admit this device, and never says why: it was removed, the relay does not know the group,"
              + " or it is another relay than the group's. Ask another device of the group whether this one is still"
              + " in its list; if it is not, pair again."));
      case SyncEvent.RemovedFromGroup removed ->
          admission.complete(new Finding(Finding.Kind.REMOVED, removed.words()));
      case SyncEvent.GroupEnded ended ->
          admission.complete(new Finding(Finding.Kind.REMOVED, ended.words()));
      case SyncEvent.StoreIsOlder older ->
          admission.complete(new Finding(Finding.Kind.STORE_OLDER, older.words()));
      case SyncEvent.ForkDetected fork -> admission.complete(stopped(fork));
      case SyncEvent.RelayReset reset -> admission.complete(stopped(reset));
      case SyncEvent.UpdateNeeded update -> admission.complete(stopped(update));
      case SyncEvent.Displaced displaced -> admission.complete(stopped(displaced));
      case SyncEvent.Failed failed -> admission
          .complete(new Finding(Finding.Kind.STORE_UNWRITABLE, failed.words()));
      default -> {
      }
    }
  }

  private static Finding stopped(SyncEvent event) {
    return new Finding(Finding.Kind.STOPPED, event.words());
  }

  private static Optional<Finding> stopped(SyncStatus status) {
    return status.stopped()
        .map(words -> new Finding(Finding.Kind.STOPPED,
            "The device stopped before: " + words));
  }

  private Finding await(CompletableFuture<Finding> admission) {
    try {
      return admission.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      return new Finding(Finding.Kind.RELAY_UNREACHABLE, "The relay opened its door and then said"
          + " nothing for " + patience.toSeconds()
          + " s. Try again; if it stays so, tell its operator.");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return new Finding(Finding.Kind.RELAY_UNREACHABLE,
          "Interrupted while waiting for the relay.");
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Optional<Finding> parked(SyncClient client) {
    int parked = client.parked().size();
    return parked == 0
        ? Optional.empty()
        : Optional.of(new Finding(Finding.Kind.BLOBS_PARKED, parked
            + " received blobs do not open and are kept. See them with 'zerok parked'."));
  }
}
