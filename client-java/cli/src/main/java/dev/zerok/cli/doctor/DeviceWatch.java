package dev.zerok.cli.doctor;

import dev.zerok.client.model.SyncEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Hears what happens to a device that was started, until it is known whether the relay admits it. Events come one at a time. */
final class DeviceWatch {
  private final RelayAddresses addresses;
  private final CompletableFuture<Finding> admission = new CompletableFuture<>();
  private final CompletableFuture<Finding> clock = new CompletableFuture<>();
  private final CompletableFuture<String> delayed = new CompletableFuture<>();
  private final List<Finding> notTrusted = new ArrayList<>();
  private int answering = 1;

  DeviceWatch(RelayAddresses addresses) {
    this.addresses = addresses;
  }

  /** How many addresses the device can try. Before it is started. */
  synchronized void canTry(int count) {
    answering = count;
  }

  /** Whether the relay admits the device, or what stands in the way. */
  CompletableFuture<Finding> admission() {
    return admission;
  }

  /** What is known of the clock. */
  Optional<Finding> clock() {
    return Optional.ofNullable(clock.getNow(null));
  }

  /** Completes with the reason when the relay takes no push. */
  CompletableFuture<String> delayed() {
    return delayed;
  }

  /** Addresses at which another relay is, while the device got in at a further one. */
  synchronized List<Finding> otherRelays() {
    return List.copyOf(notTrusted);
  }

  synchronized void note(SyncEvent event) {
    switch (event) {
      case SyncEvent.ClockOff off ->
          clock.complete(new Finding(Finding.Kind.CLOCK_OFF, off.words()));
      case SyncEvent.Connected connected -> {
        clock.complete(new Finding(Finding.Kind.CLOCK_RIGHT,
            "This device's clock agrees with the relay's."));
        admission.complete(new Finding(Finding.Kind.ADMITTED,
            "The relay admits this device; " + connected.pending() + " waiting for it."));
      }
      case SyncEvent.RelayNotTrusted no -> notTrusted(no);
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
      case SyncEvent.PushDelayed later -> delayed.complete(later.words());
      default -> {
      }
    }
  }

  private void notTrusted(SyncEvent.RelayNotTrusted no) {
    if (notTrusted.size() + 1 < answering) {
      notTrusted.add(new Finding(Finding.Kind.ADDRESS_FAILS,
          "At " + addresses.dialled() + ": " + no.words(), addresses.dialled()));
    } else {
      admission.complete(new Finding(Finding.Kind.WRONG_RELAY_IDENTITY, no.words(),
          addresses.dialled()));
    }
  }

  private static Finding stopped(SyncEvent event) {
    return new Finding(Finding.Kind.STOPPED, event.words());
  }
}
