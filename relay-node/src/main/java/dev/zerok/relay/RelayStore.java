package dev.zerok.relay;

import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.relay.buffer.DataFolder;
import dev.zerok.relay.buffer.FolderDiskGauge;
import dev.zerok.relay.buffer.RocksBlobStore;
import dev.zerok.relay.buffer.StoreOptions;
import dev.zerok.relay.core.PushRate;
import dev.zerok.relay.core.Shard;
import dev.zerok.relay.core.ShardPolicy;
import dev.zerok.relay.log.LocalShardLog;
import dev.zerok.relay.log.LogLimits;
import dev.zerok.relay.ops.GroupSettings;
import dev.zerok.relay.ops.QuotaSettings;
import dev.zerok.relay.ops.RelayKeys;
import dev.zerok.relay.ops.StartFailure;
import dev.zerok.relay.port.RelayMeter;
import dev.zerok.relay.port.StorageRefused;
import dev.zerok.relay.port.TimeSource;
import dev.zerok.relay.routing.CreationPolicy;
import dev.zerok.relay.routing.LocalGroupRouter;
import dev.zerok.relay.routing.RouterConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Wires what lies below the edge: data folder, keys, store, log and router. */
record RelayStore(DataFolder folder, RelayKeys keys, RocksBlobStore store,
    LocalGroupRouter router) {

  /** What the parts need from outside. */
  record Surroundings(
      Crypto crypto, RandomSource random, TimeSource time, RelayMeter meter,
      Consumer<Throwable> fatal) {}

  /** Opens everything, registering in {@code closing} what is to be closed again. */
  static RelayStore open(Path data, GroupSettings groups, QuotaSettings quotas,
      Surroundings around, ClosingStack closing)
      throws StartFailure {
    try {
      RelayKeys.createFolder(data);
      DataFolder folder = closing.push(DataFolder.open(data));
      RelayKeys keys = closing.push(RelayKeys.loadOrCreate(data, around.random()));
      RocksBlobStore store =
          closing.push(
              RocksBlobStore.open(folder, StoreOptions.DEFAULT, around.time(), around.fatal()));
      ShardPolicy policy = policy(groups, quotas);
      LocalShardLog log =
          new LocalShardLog(
              store,
              batch -> new Shard(policy, around.crypto(), batch),
              LogLimits.DEFAULT,
              around.time(),
              around.meter(),
              around.fatal());
      LocalGroupRouter router =
          closing.push(
              new LocalGroupRouter(
                  routing(groups, quotas),
                  around.crypto(),
                  around.random(),
                  around.time(),
                  new FolderDiskGauge(data),
                  store,
                  log,
                  around.meter(),
                  around.fatal()));
      log.start(router.effects());
      // A start that fails later must not close the store under the log's thread.
      closing.push(() -> router.drain().toCompletableFuture().join());
      return new RelayStore(folder, keys, store, router);
    } catch (StorageRefused refused) {
      throw new StartFailure(String.valueOf(refused.getMessage()), refused);
    } catch (IOException e) {
      throw new StartFailure("The data folder " + data + " cannot be used (" + e + ").", e);
    }
  }

  private static ShardPolicy policy(GroupSettings groups, QuotaSettings quotas) {
    PushRate device = groups.pushRate();
    return new ShardPolicy(
        ShardPolicy.DEFAULT.maxPayloadBytes(),
        groups.groupBytes(),
        groups.defaultTtlSeconds(),
        groups.maxTtlSeconds(),
        device,
        ShardPolicy.DEFAULT.idleGroups(),
        quotas.toQuotas(device));
  }

  private static RouterConfig routing(GroupSettings groups, QuotaSettings quotas) {
    RouterConfig standard = RouterConfig.DEFAULT;
    CreationPolicy creation =
        switch (groups.create()) {
          case OPEN -> new CreationPolicy.Open();
          case TOKEN -> new CreationPolicy.WithToken(groups.createToken());
          case CLOSED -> new CreationPolicy.Closed();
        };
    return new RouterConfig(
        creation,
        quotas.creationsPerHour(),
        quotas.diskFullAt(),
        quotas.mailboxes(),
        standard.readThreads(),
        standard.waitingChains(),
        quotas.chainEntriesPerHour(),
        groups.live().presence(),
        groups.live().signals());
  }
}
