package dev.zerok.client;

import dev.zerok.client.model.BlobHandler;
import dev.zerok.client.model.RecoveryOptions;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.replica.StopCause;
import dev.zerok.client.runtime.BlobPublisher;
import dev.zerok.client.runtime.CallbackRunner;
import dev.zerok.client.runtime.EngineConfig;
import dev.zerok.client.runtime.RecoveryFlow;
import dev.zerok.client.runtime.SyncService;
import dev.zerok.client.store.StoreFailure;
import dev.zerok.client.store.StoreImage;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.identity.RootKeys;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** From a store to a client: what has to be in it, and what must not. */
final class StoredDevice {
  private StoredDevice() {}

  /** Founds a group in an empty store. */
  static CreatedGroup found(ClientConfig config, NewGroup group) {
    requireNone(config);
    GroupFounder.Founded founded =
        GroupFounder.found(config.crypto(), config.random(), group, config.clock().millis());
    try {
      config.store().commit(founded.records());
    } catch (StoreFailure e) {
      founded.kit().close();
      throw new SyncProblem(SyncProblem.Reason.STORE_FAILED, String.valueOf(e.getMessage()), e);
    } finally {
      founded.records().forEach(StoreRecord::wipe);
    }
    return new CreatedGroup(open(config), founded.kit());
  }

  /** Brings a group back into an empty store. */
  static CompletableFuture<SyncClient> recover(ClientConfig config, RecoveryKit kit,
      RecoveryOptions options) {
    try {
      requireNone(config);
    } catch (SyncProblem e) {
      return CompletableFuture.failedFuture(e);
    }
    CallbackRunner callbacks = new CallbackRunner(config.callbacks(), config.listener());
    RecoveryFlow.Wanted wanted = new RecoveryFlow.Wanted(
        RootKeys.fromSeed(config.crypto(), kit.rootSeed()), kit.relayUrls(), kit.relayIdentity(),
        options);
    EngineConfig engineConfig = engineConfig(config, callbacks, new BlobPublisher(callbacks));
    return callbacks.deliver(new RecoveryFlow(engineConfig, wanted).start())
        .thenApply(recovered -> open(config, callbacks));
  }

  static SyncClient open(ClientConfig config) {
    return open(config, new CallbackRunner(config.callbacks(), config.listener()));
  }

  static SyncClient open(ClientConfig config, CallbackRunner callbacks) {
    try (StoreImage image = config.store().load()) {
      if (image.identity().isEmpty()) {
        throw new SyncProblem(
            SyncProblem.Reason.NO_DEVICE,
            "There is no device in this store yet. Create a group, or join one by an invite.");
      }
      image.stopped()
          .filter(stop -> stop.cause().equals(StopCause.MOVED_AWAY.name()))
          .ifPresent(stop -> {
            throw new SyncProblem(SyncProblem.Reason.MOVED_AWAY, stop.words());
          });
      BlobPublisher publisher = config.handler() == null ? new BlobPublisher(callbacks) : null;
      return new SyncClient(new SyncService(engineConfig(config, callbacks, publisher), image),
          publisher, callbacks.events());
    }
  }

  static EngineConfig engineConfig(
      ClientConfig config, CallbackRunner callbacks, @Nullable BlobPublisher publisher) {
    BlobHandler handler = config.handler() != null ? config.handler() : publisher;
    if (handler == null) {
      throw new IllegalStateException("blobs go to a handler or to a publisher");
    }
    return new EngineConfig(config.store(), config.transport(), config.crypto(), config.random(),
        config.clock(),
        config.ticker(), callbacks, handler, config.receiveWindowBytes(), config.snapshots(),
        config.presence(), config.checkpointAfterBytes());
  }

  static void requireNone(ClientConfig config) {
    try (StoreImage image = config.store().load()) {
      if (image.identity().isPresent()) {
        throw new SyncProblem(
            SyncProblem.Reason.DEVICE_EXISTS,
            "There is a device in this store already. Open it, or use another store.");
      }
    }
  }
}
