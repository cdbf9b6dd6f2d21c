package dev.zerok.cli.doctor;

import dev.zerok.client.ClientConfig;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.MemberDevice;
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
    String words = String.valueOf(failure.getMessage());
    return switch (failure.kind()) {
      case LOCKED -> new Finding(Finding.Kind.STORE_LOCKED, words);
      case WRONG_KEY -> new Finding(Finding.Kind.STORE_WRONG_KEY, words
          + " Give the passphrase that was chosen when the device was made; without it nothing opens this store, and the"
          + " device has to be paired again.");
      case DAMAGED -> new Finding(Finding.Kind.STORE_DAMAGED, words);
      case FOREIGN -> new Finding(Finding.Kind.STORE_FOREIGN, words);
      default -> new Finding(Finding.Kind.STORE_UNWRITABLE, words);
    };
  }

  /**
   * Looks. Closes the client, and the store with it.
   *
   * @param origin what a page of the app would name as its origin; null: this is a native client
   */
  public List<Finding> look(@Nullable String origin) {
    List<Finding> findings = new ArrayList<>();
    RelayAddresses addresses = new RelayAddresses(config.transport());
    DeviceWatch watch = new DeviceWatch(addresses);
    try (SyncClient client =
        SyncClient.open(config.withTransport(addresses).withListener(watch::note))) {
      findings.add(new Finding(Finding.Kind.STORE_OPENS,
          "The store opens: device " + client.status().device().hex() + "."));
      Optional<Finding> stopped = stopped(client);
      if (stopped.isPresent()) {
        findings.add(stopped.get());
        return findings;
      }
      List<Finding> doors = addresses.knock(
          client.status().relayUrls().stream().map(URI::create).toList(), origin, patience);
      findings.addAll(doors);
      int answering = (int) doors.stream().filter(RelayAddresses::answers).count();
      if (answering > 0) {
        watch.canTry(answering);
        visit(client.start(), watch, findings);
      }
      parked(client).ifPresent(findings::add);
    }
    return findings;
  }

  private void visit(SyncClient client, DeviceWatch watch, List<Finding> findings) {
    Finding admission = await(watch.admission());
    findings.addAll(watch.otherRelays());
    findings.add(admission);
    watch.clock().ifPresent(findings::add);
    if (admission.kind() == Finding.Kind.ADMITTED) {
      new OutboxCheck(client, watch.delayed(), patience).look().ifPresent(findings::add);
    }
  }

  private static Optional<Finding> stopped(SyncClient client) {
    Finding.Kind kind = client.devices().stream().anyMatch(MemberDevice::self)
        ? Finding.Kind.STOPPED
        : Finding.Kind.REMOVED;
    return client.status()
        .stopped()
        .map(words -> new Finding(kind, "The device stopped before: " + words));
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
