package dev.zerok.relay;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.crypto.provider.Providers;
import dev.zerok.protocol.identity.RelayIdentity;
import dev.zerok.relay.edge.EdgeVerticle;
import dev.zerok.relay.edge.EdgeWiring;
import dev.zerok.relay.edge.FrontDoor;
import dev.zerok.relay.ops.AdminApi;
import dev.zerok.relay.ops.AdminToken;
import dev.zerok.relay.ops.CertificateRenewal;
import dev.zerok.relay.ops.OpaqueGroupIds;
import dev.zerok.relay.ops.OpsVerticle;
import dev.zerok.relay.ops.Readiness;
import dev.zerok.relay.ops.RelayConfig;
import dev.zerok.relay.ops.RelayLog;
import dev.zerok.relay.ops.RelayMetrics;
import dev.zerok.relay.ops.StartFailure;
import dev.zerok.relay.ops.SystemRandomSource;
import dev.zerok.relay.ops.SystemTime;
import dev.zerok.relay.port.TimeSource;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.net.BindException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A running relay: one process alone. Wires the parts, starts and stops them; has no rules of its own.
 *
 * <p>{@link #start} and {@link #stop} block; not to be called on an event loop. Everything else: any thread.
 */
public final class RelayNode implements AutoCloseable {
  private static final int MAX_EVENT_LOOPS = 4;
  private static final long TICK_MILLIS = 1_000;

  private final ClosingStack closing = new ClosingStack();
  private final Readiness readiness = new Readiness();
  private final RelayMetrics metrics = new RelayMetrics();
  private final List<EdgeVerticle> edges = new CopyOnWriteArrayList<>();
  private final Crypto crypto = Providers.fastest();
  private final CompletableFuture<Void> drainAsked = new CompletableFuture<>();
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final RelayConfig config;
  private final RelayStore store;
  private final ByteString identity;
  private final Vertx vertx;
  private final OpsVerticle ops;
  private final @Nullable RelayTls tls;
  private final long ticker;

  /**
   * Starts a relay that stops the process when its disk fails.
   *
   * @throws StartFailure for whatever the operator can change, in one clear sentence; nothing is left behind
   */
  public static RelayNode start(RelayConfig config) throws StartFailure {
    return start(config, RelayNode::haltProcess);
  }

  /**
   * As {@link #start(RelayConfig)}.
   *
   * @param fatal told of a failed disk or a defect below the edge; has to end the process, for what the disk
   *     holds is unknown from then on
   */
  public static RelayNode start(RelayConfig config, Consumer<Throwable> fatal) throws StartFailure {
    return new RelayNode(config, fatal, new SystemTime());
  }

  /**
   * As {@link #start(RelayConfig)}, by another clock. However far it goes ahead, the relay counts ten seconds at most from one
   * {@link #tick} to the next as time that it served.
   */
  public static RelayNode start(RelayConfig config, TimeSource time) throws StartFailure {
    return new RelayNode(config, RelayNode::haltProcess, time);
  }

  private RelayNode(RelayConfig config, Consumer<Throwable> fatal, TimeSource time)
      throws StartFailure {
    this.config = config;
    try {
      RandomSource random = new SystemRandomSource();
      store =
          RelayStore.open(
              config.data(),
              config.groups(),
              config.quotas(),
              new RelayStore.Surroundings(crypto, random, time, metrics, fatal),
              closing);
      RelayIdentity relay =
          closing.push(RelayIdentity.fromSeed(crypto, store.keys().identitySeed()));
      KeyPair noise = closing.push(crypto.agreement().fromPrivate(store.keys().noisePrivate()));
      identity = relay.publicKey();
      tls = RelayTls.open(config, time);
      vertx = vertx();
      closing.push(() -> await(vertx.close()));
      AdminApi admin =
          new AdminApi(
              AdminToken.loadOrCreate(config.adminToken(), random),
              new OpaqueGroupIds(store.keys().identitySeed()),
              new RelayAdmin(store, time, () -> drainAsked.complete(null)),
              metrics);
      ops = new OpsVerticle(config.opsListen(), readiness, metrics::render, admin);
      deploy(vertx.deployVerticle(ops), "ops-listen", config.opsListen().toString());
      FrontDoor door =
          new FrontDoor(
              config.door(), eventLoops(), crypto, store.keys().identitySeed(), random, time,
              metrics);
      EdgeWiring wiring =
          EdgeWiring.of(
              config.edge(),
              store.router(),
              crypto,
              noise,
              new CertificateRenewal(relay, noise.publicKey(), config.hosts(), time),
              random,
              time,
              metrics,
              door);
      EdgeWiring secured = tls == null ? wiring : wiring.withTls(tls.first());
      RelayNumbers.register(metrics, config, store, secured, readiness);
      deploy(
          vertx.deployVerticle(() -> edge(secured),
              new DeploymentOptions().setInstances(eventLoops())),
          "listen",
          config.edge().host() + ":" + config.edge().port());
      if (tls != null) {
        tls.watch(vertx, edges, metrics);
      }
      ticker = vertx.setPeriodic(TICK_MILLIS, timer -> tick());
    } catch (StartFailure | RuntimeException | Error failure) {
      closing.close();
      throw failure;
    }
    readiness.enter(Readiness.Phase.READY);
    RelayLog.started(port(), opsPort(), identity);
  }

  private static Vertx vertx() {
    return Vertx.vertx(
        new VertxOptions()
            .setEventLoopPoolSize(eventLoops() + 1)
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1)
            .setFileSystemOptions(
                new FileSystemOptions().setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false)));
  }

  private static int eventLoops() {
    return Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MAX_EVENT_LOOPS);
  }

  private EdgeVerticle edge(EdgeWiring wiring) {
    EdgeVerticle edge = new EdgeVerticle(wiring);
    edges.add(edge);
    return edge;
  }

  private static void deploy(Future<String> deployment, String key, String address)
      throws StartFailure {
    try {
      await(deployment);
    } catch (CompletionException e) {
      @Nullable Throwable cause = e.getCause();
      if (cause instanceof BindException) {
        throw new StartFailure(
            "Cannot listen on " + address + " (" + cause.getMessage()
                + "): stop the program that does, or set '"
                + key + "' to another address.",
            cause);
      }
      throw new StartFailure(
          "Cannot listen on " + address + " (" + cause + "): check '" + key + "'.", cause);
    }
  }

  /** The public port that was opened. */
  public int port() {
    return edges.getFirst().actualPort();
  }

  /** The port of health and metrics. */
  public int opsPort() {
    return ops.actualPort();
  }

  /** What clients pin: the relay's public signing key, 32 bytes. */
  public ByteString identity() {
    return identity;
  }

  /** The address for clients that run on this machine or can reach the configured host. */
  public String url() {
    String host = config.edge().host();
    return (tls == null ? "ws://" : "wss://") + (host.indexOf(':') >= 0 ? "[" + host + "]" : host)
        + ":" + port();
  }

  /** SHA-256 of the TLS certificate that this relay started with, in hexadecimal; null without TLS. */
  public @Nullable String tlsFingerprint() {
    return tls == null ? null : tls.first().sha256();
  }

  /** Completes when an administrator asked for an orderly end; whoever owns the process then ends it. */
  public CompletionStage<Void> drainAsked() {
    return drainAsked.copy();
  }

  /** Primitive → provider. */
  public Map<String, String> cryptoProviders() {
    return crypto.describe();
  }

  /** Lets time pass for TTLs, credit and mailboxes, as it does by itself once a second; for whoever moves the clock. */
  public synchronized void tick() {
    store.router().tick();
  }

  /**
   * Stops: takes nobody in any more, says GoAway to all, makes everything durable that was taken, and closes.
   * Blocks until then. A second call does nothing.
   */
  public void stop() {
    if (!stopped.compareAndSet(false, true)) {
      return;
    }
    readiness.enter(Readiness.Phase.DRAINING);
    RelayLog.draining(metrics.connections());
    vertx.cancelTimer(ticker);
    await(Future.all(edges.stream().map(EdgeVerticle::drain).toList()));
    store.router().drain().toCompletableFuture().join();
    closing.close();
    RelayLog.stopped();
  }

  @Override
  public void close() {
    stop();
  }

  private static void await(Future<?> future) {
    future.toCompletionStage().toCompletableFuture().join();
  }

  private static void haltProcess(Throwable cause) {
    RelayLog.storageFailed(cause);
    Runtime.getRuntime().halt(RelayMain.EXIT_STORAGE_FAILED);
  }
}
