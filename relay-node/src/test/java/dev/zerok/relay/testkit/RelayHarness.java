package dev.zerok.relay.testkit;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.provider.Providers;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.relay.buffer.DataFolder;
import dev.zerok.relay.buffer.RocksBlobStore;
import dev.zerok.relay.buffer.StoreOptions;
import dev.zerok.relay.core.Shard;
import dev.zerok.relay.core.ShardPolicy;
import dev.zerok.relay.log.LocalShardLog;
import dev.zerok.relay.log.LogLimits;
import dev.zerok.relay.port.AdmissionResult;
import dev.zerok.relay.port.BlobStore;
import dev.zerok.relay.port.DeviceRequest;
import dev.zerok.relay.port.StorageRefused;
import dev.zerok.relay.port.TimeSource;
import dev.zerok.relay.routing.LocalGroupRouter;
import dev.zerok.relay.routing.RouterConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A relay without sockets: the real router, log and store over a folder, with time and disk in the test's hands. */
public final class RelayHarness implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 20;
  private static final long STEP_MILLIS = 10_000;

  /** A relay that is started again draws other ids than before. */
  private static final AtomicInteger STARTS = new AtomicInteger();

  /** Reclaims after a tenth of a second, so that no test waits long. */
  public static final StoreOptions PROMPT =
      new StoreOptions(1 << 20, 4 << 20, 100, 1_000, 32L << 20, 1L << 40);

  public final SteppedTimeSource time;
  public final FakeDiskGauge disk = new FakeDiskGauge();
  public final FakeRelayMeter meter = new FakeRelayMeter();
  public final CompletableFuture<Throwable> fatal = new CompletableFuture<>();
  public final LocalGroupRouter router;
  public final LocalShardLog log;
  public final RocksBlobStore store;
  private final DataFolder folder;

  private RelayHarness(Builder builder) throws StorageRefused {
    Crypto crypto = Providers.bouncyCastle();
    time = builder.time;
    folder = DataFolder.open(builder.path);
    store = RocksBlobStore.open(folder, PROMPT, builder.storeTime, fatal::complete);
    BlobStore used = builder.storeWrapper.apply(store);
    log =
        new LocalShardLog(
            used, batch -> new Shard(builder.policy, crypto, batch), builder.limits, time, meter,
            fatal::complete);
    router =
        new LocalGroupRouter(
            builder.config,
            crypto,
            new FakeRandomSource("relay " + STARTS.incrementAndGet()),
            time,
            disk,
            used,
            log,
            meter,
            fatal::complete);
    log.start(router.effects());
  }

  /** What a test may choose; everything else is the default. */
  public static final class Builder {
    private final Path path;
    private SteppedTimeSource time = new SteppedTimeSource();
    private TimeSource storeTime = new RealTimeSource();
    private ShardPolicy policy = ShardPolicy.DEFAULT;
    private RouterConfig config = RouterConfig.DEFAULT;
    private LogLimits limits = LogLimits.DEFAULT;
    private UnaryOperator<BlobStore> storeWrapper = UnaryOperator.identity();

    private Builder(Path path) {
      this.path = path;
    }

    public Builder policy(ShardPolicy chosen) {
      policy = chosen;
      return this;
    }

    public Builder config(RouterConfig chosen) {
      config = chosen;
      return this;
    }

    public Builder limits(LogLimits chosen) {
      limits = chosen;
      return this;
    }

    /** Puts something between the relay and its store. */
    public Builder store(UnaryOperator<BlobStore> wrapper) {
      storeWrapper = wrapper;
      return this;
    }

    public RelayHarness start() {
      try {
        return new RelayHarness(this);
      } catch (StorageRefused e) {
        throw new AssertionError(e.getMessage(), e);
      }
    }
  }

  public static Builder in(Path path) {
    return new Builder(path);
  }

  public static RelayHarness startIn(Path path) {
    return in(path).start();
  }

  public AdmissionResult hello(ByteString noiseKey, GroupId group, Hello hello,
      FakeDeviceSink sink) {
    return await(router.hello(request(noiseKey, group, hello), sink));
  }

  public AdmissionResult present(
      ByteString noiseKey, GroupId group, Hello hello, List<RosterEntry> chain,
      FakeDeviceSink sink) {
    return await(router.present(request(noiseKey, group, hello), chain, ByteString.EMPTY, sink));
  }

  public static DeviceRequest request(ByteString noiseKey, GroupId group, Hello hello) {
    return new DeviceRequest(noiseKey, group, hello, "192.0.2.0/24");
  }

  /** Lets the relay serve for so long, step by step. */
  public void serve(long millis) {
    for (long left = millis; left > 0; left -= STEP_MILLIS) {
      time.pass(Math.min(left, STEP_MILLIS));
      router.tick();
    }
    settle();
  }

  /** Returns when everything given to the relay so far has taken effect: what a stranger asks comes behind it. */
  public void settle() {
    GroupId nobody = GroupId.of(new byte[GroupId.LENGTH]);
    ByteString key = ByteString.copyFrom(new byte[32]);
    // What a command left to do goes through the log once more, and that may leave something too.
    for (int i = 0; i < 4; i++) {
      await(router.hello(request(key, nobody, Hello.getDefaultInstance()), new FakeDeviceSink()));
    }
  }

  public static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new AssertionError("nothing came", e);
    }
  }

  /** Lets go of the folder after the log gave up. */
  public void closeAfterFailure() {
    router.close();
    store.close();
    folder.close();
  }

  /** Stops as a relay does on SIGTERM. */
  @Override
  public void close() {
    await(router.drain());
    router.close();
    store.close();
    folder.close();
  }
}
