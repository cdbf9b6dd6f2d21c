package dev.zerok.relay;

import dev.zerok.relay.core.PushRate;
import dev.zerok.relay.edge.EdgeConfig;
import dev.zerok.relay.edge.EdgeWiring;
import dev.zerok.relay.log.LogLimits;
import dev.zerok.relay.ops.DataSize;
import dev.zerok.relay.ops.GroupSettings;
import dev.zerok.relay.ops.QuotaSettings;
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
    metrics.watch("zerok_handshakes_waiting", "handshakes that wait for an event loop",
        edge.door()::waiting);
    metrics.watch("zerok_handshakes_per_second",
        "handshakes that the door lets in, as measured on this machine", edge.door()::perSecond);
    metrics.watch("zerok_reconnect_window_seconds",
        "within which devices come back if this relay vanishes",
        () -> edge.door().windowMillis() / 1_000.0);
    metrics.chainsWithoutRoom(edge.presentedChains()::turnedAway);
    limits(metrics, config);
  }

  /** Named as the configuration's keys, or as the number that they limit. 0 means: none. */
  private static void limits(RelayMetrics metrics, RelayConfig config) {
    EdgeConfig socket = config.edge();
    GroupSettings groups = config.groups();
    QuotaSettings quotas = config.quotas();
    PushRate ofGroup = quotas.toQuotas(groups.pushRate()).groupRate();
    metrics.limit("connections", socket.maxConnections());
    metrics.limit("unadmitted", socket.maxUnadmitted());
    metrics.limit("unadmitted_per_address", socket.addresses().unadmitted());
    metrics.limit("unadmitted_bytes", socket.maxUnadmittedBytes());
    metrics.limit("handshakes_per_minute", socket.addresses().handshakesPerMinute());
    metrics.limit("log_queue", LogLimits.DEFAULT.waitingCommands());
    metrics.limit("log_queue_bytes", LogLimits.DEFAULT.waitingBytes());
    metrics.limit("mailboxes", quotas.mailboxes());
    metrics.limit("chains_at_work", RouterConfig.DEFAULT.waitingChains());
    metrics.limit("chain_entries_per_hour", quotas.chainEntriesPerHour());
    metrics.limit("creations_per_hour", quotas.creationsPerHour());
    metrics.limit("group_bytes", groups.groupBytes());
    metrics.limit("device_bytes", quotas.deviceBytes());
    metrics.limit("stored_bytes", quotas.totalBytes());
    metrics.limit("group_month_bytes", quotas.monthBytes());
    metrics.limit("pushes_per_minute", groups.pushesPerMinute());
    metrics.limit("push_burst", groups.pushBurst());
    metrics.limit("push_bytes_per_minute", groups.pushBytesPerMinute());
    metrics.limit("push_burst_bytes", groups.pushBurstBytes());
    metrics.limit("group_pushes_per_minute", ofGroup.pushesPerMinute());
    metrics.limit("group_push_bytes_per_minute", ofGroup.bytesPerMinute());
    metrics.limit("signals_per_minute", groups.live().signals().perMinute());
    metrics.limit("signal_burst", groups.live().signals().burst());
    metrics.limit("default_ttl_seconds", groups.defaultTtlSeconds());
    metrics.limit("max_ttl_seconds", groups.maxTtlSeconds());
    metrics.limit("disk_used_ratio", quotas.diskFullAt());
  }
}
