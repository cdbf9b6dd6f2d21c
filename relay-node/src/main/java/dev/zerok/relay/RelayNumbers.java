package dev.zerok.relay;

import dev.zerok.relay.edge.EdgeConfig;
import dev.zerok.relay.edge.EdgeWiring;
import dev.zerok.relay.log.LogLimits;
import dev.zerok.relay.ops.DataSize;
import dev.zerok.relay.ops.Readiness;
import dev.zerok.relay.ops.RelayConfig;
import dev.zerok.relay.ops.RelayMetrics;
import dev.zerok.relay.routing.RouterConfig;

/** Makes the numbers that the parts keep visible in the metrics, each beside the limit that it must not pass. */
final class RelayNumbers {
  private RelayNumbers() {}

  static void register(
      RelayMetrics metrics, RelayConfig config, RelayStore store, EdgeWiring edge,
      Readiness readiness) {
    metrics.watch("zerok_ready", "1 while this node takes new connections",
        () -> readiness.phase() == Readiness.Phase.READY ? 1 : 0);
    metrics.watch("zerok_data_bytes", "what the data folder takes on the disk",
        () -> DataSize.of(config.data()));
    metrics.watch("zerok_disk_used_ratio", "share of the data folder's disk in use",
        store.router()::diskUsedShare);
    metrics.watch("zerok_disk_full", "1 while payloads are refused for the disk's sake",
        () -> store.router().isDiskFull() ? 1 : 0);
    metrics.watch("zerok_unadmitted", "open sockets whose device is not admitted (yet)",
        edge::unadmitted);
    metrics.watch("zerok_unadmitted_bytes", "unverified roster chains held for those",
        edge.presentedChains()::heldBytes);
    metrics.watch("zerok_mailboxes", "mailboxes open for pairing", store.router()::mailboxes);
    metrics.watch("zerok_chains_at_work", "presented roster chains that wait or are verified",
        store.router()::chainsAtWork);
    EdgeConfig socket = config.edge();
    metrics.limit("connections", socket.maxConnections());
    metrics.limit("unadmitted", socket.maxUnadmitted());
    metrics.limit("unadmitted_bytes", socket.maxUnadmittedBytes());
    metrics.limit("handshakes_per_minute", socket.addresses().handshakesPerMinute());
    metrics.limit("log_queue", LogLimits.DEFAULT.waitingCommands());
    metrics.limit("mailboxes", config.quotas().mailboxes());
    metrics.limit("chains_at_work", RouterConfig.DEFAULT.waitingChains());
    metrics.limit("creations_per_hour", config.quotas().creationsPerHour());
    metrics.limit("group_bytes", config.groups().groupBytes());
    metrics.limit("device_bytes", config.quotas().deviceBytes());
    metrics.limit("stored_bytes", config.quotas().totalBytes());
    metrics.limit("group_month_bytes", config.quotas().monthBytes());
    metrics.limit("pushes_per_minute", config.groups().pushesPerMinute());
    metrics.limit("group_pushes_per_minute",
        config.quotas()
            .toQuotas(config.groups().pushRate())
            .groupRate()
            .pushesPerMinute());
    metrics.limit("disk_used_ratio", config.quotas().diskFullAt());
  }
}
