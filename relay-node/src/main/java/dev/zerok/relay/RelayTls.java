package dev.zerok.relay;

import dev.zerok.relay.edge.EdgeVerticle;
import dev.zerok.relay.edge.TlsPair;
import dev.zerok.relay.ops.RelayConfig;
import dev.zerok.relay.ops.RelayLog;
import dev.zerok.relay.ops.RelayMetrics;
import dev.zerok.relay.ops.SelfSignedFiles;
import dev.zerok.relay.ops.StartFailure;
import dev.zerok.relay.ops.TlsFiles;
import dev.zerok.relay.ops.TlsRenewal;
import dev.zerok.relay.ops.TlsSettings;
import dev.zerok.relay.port.TimeSource;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Wires TLS of the public port.
 *
 * @param files where the pair is, and changes
 * @param first what the port begins with
 */
record RelayTls(TlsFiles files, TlsPair first) {
  /** Between two looks at the files. */
  private static final long CHECK_MILLIS = 5_000;

  /** What is configured; null for plain WebSocket. The data folder is this process's. */
  static @Nullable RelayTls open(RelayConfig config, TimeSource time) throws StartFailure {
    TlsFiles files =
        switch (config.tls()) {
          case TlsSettings.Off off -> null;
          case TlsSettings.FromFiles own -> new TlsFiles(own.certificate(), own.key());
          case TlsSettings.SelfSigned self -> {
            List<String> hosts = new ArrayList<>(config.hosts());
            hosts.add(config.edge().host());
            yield SelfSignedFiles.loadOrCreate(config.data(), hosts, time);
          }
        };
    return files == null ? null : new RelayTls(files, files.load());
  }

  /** Looks after the files for as long as {@code vertx} lives. */
  void watch(Vertx vertx, List<EdgeVerticle> edges, RelayMetrics metrics) {
    // All instances share one socket: telling one of them is enough.
    TlsRenewal renewal =
        new TlsRenewal(
            files, first, pair -> edges.getFirst().renewTls(pair).toCompletionStage(), metrics);
    vertx.setPeriodic(
        CHECK_MILLIS,
        timer -> vertx.executeBlocking(
            () -> {
              renewal.check();
              return true;
            }).onFailure(failure -> RelayLog.defect("tls", failure)));
  }
}
