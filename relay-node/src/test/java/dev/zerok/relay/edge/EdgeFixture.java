package dev.zerok.relay.edge;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.identity.RelayIdentity;
import dev.zerok.protocol.session.SessionEnded;
import dev.zerok.protocol.session.SessionPurpose;
import dev.zerok.protocol.session.SessionTimings;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.relay.door.DoorPolicy;
import dev.zerok.relay.door.TicketFault;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An edge on a port of its own, with a router and a clock that the test holds in its hands. */
public final class EdgeFixture implements AutoCloseable {
  public static final GroupId GROUP = GroupId.of(new byte[32]);
  public static final long PATIENCE_SECONDS = 30;

  private static final Crypto CRYPTO = DeviceClient.CRYPTO;

  /** Deadlines count on the fake clock; the short close limit only makes the sweep frequent. */
  private static final EdgeConfig CONFIG =
      new EdgeConfig(
          "127.0.0.1",
          0,
          Set.of("https://app.example"),
          100, 50, 64L << 20,
          SessionTimings.standard(),
          10_000,
          30_000,
          20,
          25_000,
          5_000,
          AddressRules.DEFAULT);

  public final FakeGroupRouter router = new FakeGroupRouter();
  public final FakeTimeSource time = new FakeTimeSource();
  public final Watcher watcher = new Watcher();
  public final ByteString identity;

  private final Vertx vertx;
  private final EdgeVerticle edge;
  private final AtomicLong nextSeed = new AtomicLong();

  public EdgeFixture() throws Exception {
    this(config -> config);
  }

  public EdgeFixture(UnaryOperator<EdgeConfig> change) throws Exception {
    this(change, null);
  }

  public EdgeFixture(DoorPolicy door) throws Exception {
    this(config -> config, null, door, Vertx.vertx());
  }

  public EdgeFixture(UnaryOperator<EdgeConfig> change, @Nullable TlsPair tls) throws Exception {
    this(change, tls, DoorPolicy.DEFAULT, Vertx.vertx());
  }

  /** With sockets of another kind. */
  EdgeFixture(TightTransport transport) throws Exception {
    this(config -> config, null, DoorPolicy.DEFAULT,
        Vertx.builder().withTransport(transport).build());
  }

  private EdgeFixture(UnaryOperator<EdgeConfig> change, @Nullable TlsPair tls, DoorPolicy door,
      Vertx vertx)
      throws Exception {
    this.vertx = vertx;
    RandomSource random = random();
    KeyPair noise = CRYPTO.agreement().generate(random);
    RelayIdentity relay = RelayIdentity.fromSeed(CRYPTO, Secret.random(random, 32));
    identity = relay.publicKey();
    ByteString certificate =
        relay.certify(noise.publicKey(), 4_000_000_000L, List.of(), List.of()).toByteString();
    FrontDoor front = new FrontDoor(
        door, 1, CRYPTO, Secret.adopt(new byte[32]), random, time, watcher);
    EdgeWiring wiring =
        EdgeWiring.of(
            change.apply(CONFIG), router, CRYPTO, noise, () -> certificate, random, time, watcher,
            front);
    edge = new EdgeVerticle(tls == null ? wiring : wiring.withTls(tls));
    vertx.deployVerticle(edge)
        .toCompletionStage()
        .toCompletableFuture()
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** A change of the configuration: other rules for addresses. */
  public static UnaryOperator<EdgeConfig> addresses(AddressRules rules) {
    return c -> new EdgeConfig(
        c.host(), c.port(), c.allowedOrigins(), c.maxConnections(), c.maxUnadmitted(),
        c.maxUnadmittedBytes(), c.timings(), c.upgradeDeadline(), c.stallLimit(), c.closeLimit(),
        c.pingInterval(), c.pingJitter(), rules);
  }

  /** A stream of bytes of its own, the same in each run. */
  public RandomSource random() {
    byte[] seed = Long.toString(nextSeed.getAndIncrement()).getBytes(StandardCharsets.US_ASCII);
    AtomicLong counter = new AtomicLong();
    return out -> {
      for (int at = 0; at < out.length; at += 32) {
        byte[] block =
            CRYPTO.sha256(seed,
                Long.toString(counter.getAndIncrement()).getBytes(StandardCharsets.US_ASCII));
        System.arraycopy(block, 0, out, at, Math.min(32, out.length - at));
      }
    };
  }

  public int port() {
    return edge.actualPort();
  }

  public EdgeVerticle edge() {
    return edge;
  }

  public KeyPair newKey() {
    return CRYPTO.agreement().generate(random());
  }

  /** A device that the router knows, with its Hello sent. */
  public DeviceClient member() throws IOException {
    KeyPair key = newKey();
    router.addMember(ByteString.copyFrom(key.publicKey()));
    return connect(key);
  }

  public DeviceClient connect(KeyPair key) throws IOException {
    return connect(key, DeviceClient.hello(GROUP));
  }

  public DeviceClient connect(KeyPair key, Hello hello) throws IOException {
    return connect(RawWebSocket.open(port()), key, new SessionPurpose.SyncGroup(hello));
  }

  public DeviceClient connect(RawWebSocket socket, KeyPair key, SessionPurpose purpose)
      throws IOException {
    DeviceClient client = new DeviceClient(socket, identity, key, purpose, random());
    client.awaitRelay();
    return client;
  }

  @Override
  public void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Remembers what the edge told. */
  public static final class Watcher implements EdgeObserver {
    public final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    public final AtomicLong open = new AtomicLong();
    public final AtomicLong deliveredBytes = new AtomicLong();

    /** Waits until this was told; what came before is dropped. */
    public void await(String line) throws InterruptedException {
      String next;
      do {
        next = told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
          throw new AssertionError("never told: " + line);
        }
      } while (!next.equals(line));
    }

    @Override
    public void opened() {
      open.incrementAndGet();
      told.add("opened");
    }

    @Override
    public void closed() {
      open.decrementAndGet();
      told.add("closed");
    }

    @Override
    public void cut(CutReason reason) {
      told.add("cut " + reason);
    }

    @Override
    public void upgradeRefused(int status) {
      told.add("upgrade refused " + status);
    }

    @Override
    public void addressLimited(AddressLimit limit) {
      told.add("address limited " + limit);
    }

    @Override
    public void letIn(boolean inSlot) {
      told.add(inSlot ? "let in in slot" : "let in");
    }

    @Override
    public void slotGiven() {
      told.add("slot given");
    }

    @Override
    public void ticketRefused(TicketFault fault) {
      told.add("ticket refused " + fault);
    }

    @Override
    public void sessionOpened() {
      told.add("session opened");
    }

    @Override
    public void sessionClosed() {
      told.add("session closed");
    }

    @Override
    public void ended(SessionEnded how) {
      told.add("ended " + how.closeCode());
    }

    @Override
    public void violated(int closeCode) {
      told.add("violated " + closeCode);
    }

    @Override
    public void defect(Throwable failure) {
      told.add("defect " + failure);
    }

    @Override
    public void signalSkipped() {
      told.add("signal skipped");
    }

    @Override
    public void delivered(int payloadBytes) {
      deliveredBytes.addAndGet(payloadBytes);
    }
  }
}
