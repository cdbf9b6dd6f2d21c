package dev.zerok.relay.routing;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.id.MailboxId;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.relay.core.AdmissionDecision;
import dev.zerok.relay.core.RefusalReason;
import dev.zerok.relay.core.ShardCommand;
import dev.zerok.relay.core.SignalRate;
import dev.zerok.relay.port.AdmissionResult;
import dev.zerok.relay.port.BlobStore;
import dev.zerok.relay.port.DeviceRequest;
import dev.zerok.relay.port.DeviceSink;
import dev.zerok.relay.port.DiskGauge;
import dev.zerok.relay.port.EffectReceiver;
import dev.zerok.relay.port.GroupRouter;
import dev.zerok.relay.port.MailboxResult;
import dev.zerok.relay.port.MailboxSink;
import dev.zerok.relay.port.RelayMeter;
import dev.zerok.relay.port.RelayStopping;
import dev.zerok.relay.port.RosterView;
import dev.zerok.relay.port.ShardLog;
import dev.zerok.relay.port.StoreSnapshot;
import dev.zerok.relay.port.TimeSource;
import dev.zerok.relay.port.WaitReason;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The router of a single node: everything goes through its one shard's log. {@link #tick} has to be called about once a second.
 *
 * <p>Threads: commands come from any thread; effects from the log's; reads run on reading threads, presented chains are verified on
 * a thread of their own, so that nobody's long chain holds up the log.
 */
public final class LocalGroupRouter implements GroupRouter, AutoCloseable {
  private static final int BUSY_MILLIS = 1_000;
  private static final int SHUTDOWN_MILLIS = 5_000;

  private final RouterConfig config;
  private final Crypto crypto;
  private final RandomSource random;
  private final TimeSource time;
  private final FullDisk disk;
  private final BlobStore store;
  private final ShardLog log;
  private final SessionRegistry sessions;
  private final LocalMailboxes mailboxes;
  private final CreationQuota quota;
  private final RelayMeter meter;
  private final Consumer<Throwable> fatal;
  private final ExecutorService readers;
  private final ExecutorService verifier;
  private final ChainRoom chainRoom;
  private final AtomicLong numbers = new AtomicLong();
  private final Support support = new Support();

  private volatile boolean draining;
  private long tickedMillis;

  /**
   * @param fatal told of a defect or a failed disk in a read; it has to end the process
   */
  public LocalGroupRouter(
      RouterConfig config,
      Crypto crypto,
      RandomSource random,
      TimeSource time,
      DiskGauge disk,
      BlobStore store,
      ShardLog log,
      RelayMeter meter,
      Consumer<Throwable> fatal) {
    this.config = config;
    this.crypto = crypto;
    this.random = random;
    this.time = time;
    this.disk = new FullDisk(disk, config.fullDiskShare());
    this.store = store;
    this.log = log;
    this.quota = new CreationQuota(config.creationsPerHour());
    this.sessions = new SessionRegistry(support, config.presence(), quota, time, meter);
    this.mailboxes = new LocalMailboxes(config.mailboxes(), time, meter, sessions::answer);
    this.meter = meter;
    this.fatal = fatal;
    this.readers =
        Executors.newFixedThreadPool(
            config.readThreads(), Thread.ofPlatform().name("zerok-read-", 0).daemon().factory());
    this.verifier =
        Executors
            .newSingleThreadExecutor(Thread.ofPlatform().name("zerok-verify").daemon().factory());
    this.chainRoom = new ChainRoom(config.waitingChains(), config.chainEntriesPerHour());
    this.disk.look();
    this.tickedMillis = time.monotonicMillis();
  }

  /** What the log is to be started with. */
  public EffectReceiver effects() {
    return sessions;
  }

  @Override
  public CompletionStage<AdmissionResult> hello(DeviceRequest request, DeviceSink sink) {
    long number = numbers.incrementAndGet();
    CompletableFuture<AdmissionResult> result =
        sessions.await(number, request, sink);
    offer(number, admit(number, request), result);
    return result;
  }

  @Override
  public CompletionStage<AdmissionResult> present(
      DeviceRequest request, List<RosterEntry> chain, ByteString accessToken, DeviceSink sink) {
    String address = request.addressForQuota();
    boolean mayCreate = config.creation().allows(accessToken)
        || config.creation().allows(request.hello().getAccessToken());
    // Before anything is looked up: it says nothing about the group.
    Optional<ChainRoom.Full> full = mayCreate ? noCreation(address) : Optional.empty();
    if (full.isEmpty()) {
      full = chainRoom.enter(address, chain.size(), time.monotonicMillis());
    }
    if (full.isPresent()) {
      meter.toldToWait(full.get().why());
      return CompletableFuture
          .completedFuture(new AdmissionResult.Busy(full.get().retryAfterMillis()));
    }
    long number = numbers.incrementAndGet();
    CompletableFuture<AdmissionResult> result =
        sessions.await(number, request, sink);
    run(
        verifier,
        () -> {
          Optional<Roster> roster;
          try {
            roster = verified(request.group(), chain);
          } finally {
            chainRoom.leave(address); // before anybody hears what became of it
          }
          if (roster.isEmpty()) {
            sessions.refuse(number, RefusalReason.CHAIN_INVALID);
            return;
          }
          offer(number,
              new ShardCommand.Install(
                  admit(number, request), roster.get(), List.copyOf(chain), mayCreate),
              result);
        });
    return result;
  }

  /** Why no group can be created now that could be created later. */
  private Optional<ChainRoom.Full> noCreation(String address) {
    if (disk.isFull()) {
      return Optional.of(
          new ChainRoom.Full(WaitReason.DISK_FULL, AdmissionDecision.Later.RETRY_SPACE_MILLIS));
    }
    long millis = quota.millisUntilAllowed(address, time.monotonicMillis());
    return millis == 0
        ? Optional.empty()
        : Optional.of(
            new ChainRoom.Full(WaitReason.CREATIONS_OF_ADDRESS,
                (int) Math.min(millis, Limits.LEARNED_DELAY_CAP_MILLIS)));
  }

  /** The whole chain, whatever the relay holds: the work depends on nothing but what the client sent. */
  private Optional<Roster> verified(GroupId group, List<RosterEntry> chain) {
    try {
      return Optional.of(Roster.replay(crypto, crypto.suite(), group, chain));
    } catch (ProtocolViolation invalid) {
      return Optional.empty();
    }
  }

  private ShardCommand.Admit admit(long number, DeviceRequest request) {
    return new ShardCommand.Admit(
        number, request.group(), request.noiseKey(), request.hello(), time.monotonicMillis(),
        time.wallMillis(), LogId.of(random.bytes(LogId.LENGTH)));
  }

  private void offer(long number, ShardCommand command, CompletableFuture<AdmissionResult> result) {
    if (!log.offer(command)) {
      sessions.cancel(number);
      meter.toldToWait(draining ? WaitReason.SHUTTING_DOWN : WaitReason.LOG_FULL);
      result.complete(new AdmissionResult.Busy(draining ? SHUTDOWN_MILLIS : BUSY_MILLIS));
    }
  }

  @Override
  public CompletionStage<Optional<RosterView>> rosterForRoot(
      DeviceRequest request, ByteString signature, ByteString handshakeHash) {
    RootAccess access = new RootAccess(crypto, support);
    return access.rosterFor(request.group(), signature, handshakeHash);
  }

  @Override
  public CompletionStage<MailboxResult> joinMailbox(ByteString noiseKey, MailboxId id,
      MailboxSink sink) {
    long number = numbers.incrementAndGet();
    CompletableFuture<MailboxResult> result = new CompletableFuture<>();
    run(readers, () -> mailboxes.join(number, id, sink, result));
    return result;
  }

  /** Lets time pass: TTLs, credit, mailboxes, the disk's fill. About once a second, one call at a time. */
  public void tick() {
    disk.look();
    mailboxes.expire();
    long now = time.monotonicMillis();
    if (log.offer(new ShardCommand.PassTime(now - tickedMillis, now, time.wallMillis()))) {
      tickedMillis = now;
    }
  }

  /**
   * Erases a group for good, as its own Close would; completes when that is durable and its sessions were told. Fails with {@link
   * RelayStopping} once {@link #drain} was called; then nothing is erased.
   */
  public CompletionStage<Void> erase(GroupId group) {
    CompletableFuture<Void> erased = sessions.awaitErasure(group);
    if (!log.require(new ShardCommand.Erase(group))) {
      sessions.cancelErasure(group, new RelayStopping());
    }
    return erased.copy();
  }

  /** Who pushed most lately. */
  public TalkerBoard talkers() {
    return sessions.talkers();
  }

  /** Mailboxes open now. */
  public int mailboxes() {
    return mailboxes.size();
  }

  /** Presented chains that wait for being verified, or are. */
  public int chainsAtWork() {
    return chainRoom.taken();
  }

  /** Whether new payloads are refused for the disk's sake. */
  public boolean isDiskFull() {
    return disk.isFull();
  }

  /** From 0 to 1, as of the last look at the disk. */
  public double diskUsedShare() {
    return disk.usedShare();
  }

  @Override
  public CompletionStage<Void> drain() {
    draining = true;
    return log.drain();
  }

  /** Ends the threads after what they have begun. The store may be closed afterwards. */
  @Override
  public void close() {
    verifier.close();
    readers.close();
  }

  private void run(ExecutorService threads, Runnable task) {
    threads.execute(
        () -> {
          try {
            task.run();
          } catch (Throwable defect) { // nobody waits for this thread: without this a defect would be silence
            fatal.accept(defect);
          }
        });
  }

  private final class Support implements SessionSupport {
    @Override
    public ShardLog log() {
      return log;
    }

    @Override
    public LocalMailboxes mailboxes() {
      return mailboxes;
    }

    @Override
    public long nowMillis() {
      return time.monotonicMillis();
    }

    @Override
    public long nowHours() {
      return TimeUnit.MILLISECONDS.toHours(time.wallMillis());
    }

    @Override
    public SignalRate signalRate() {
      return config.signals();
    }

    @Override
    public void signal(LocalDeviceSession from, ByteString to, RelayFrame frame) {
      sessions.signal(from, to, frame);
    }

    @Override
    public RelayMeter meter() {
      return meter;
    }

    @Override
    public boolean isDiskFull() {
      return disk.isFull();
    }

    @Override
    public ErrorCode whyBusy() {
      return draining ? ErrorCode.RELAY_SHUTTING_DOWN : ErrorCode.RELAY_OVERLOADED;
    }

    @Override
    public <T> CompletionStage<T> reading(Function<StoreSnapshot, T> read) {
      CompletableFuture<T> result = new CompletableFuture<>();
      run(
          readers,
          () -> {
            T value;
            try (StoreSnapshot snapshot = store.snapshot()) {
              value = read.apply(snapshot);
            }
            result.complete(value);
          });
      return result;
    }

    @Override
    public void forget(LocalDeviceSession session) {
      sessions.remove(session);
      mailboxes.connectionEnded(session.key().number());
    }
  }
}
