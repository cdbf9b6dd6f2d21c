package dev.zerok.relay.log;

import dev.zerok.relay.core.Shard;
import dev.zerok.relay.core.ShardCommand;
import dev.zerok.relay.core.ShardEffect;
import dev.zerok.relay.port.BlobStore;
import dev.zerok.relay.port.EffectReceiver;
import dev.zerok.relay.port.RelayMeter;
import dev.zerok.relay.port.ShardLog;
import dev.zerok.relay.port.StoreBatch;
import dev.zerok.relay.port.TimeSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The log of a single node. One thread takes whatever waits, applies it to the shard, makes it durable with one write and one
 * fsync, and only then lets the effects go. While it waits for the disk the next batch gathers, so that the cost of an fsync is
 * shared by all who are waiting.
 */
public final class LocalShardLog implements ShardLog {
  private final BlobStore store;
  private final Function<StoreBatch, Shard> opening;
  private final LogLimits limits;
  private final CommandQueue queue;
  private final TimeSource time;
  private final RelayMeter meter;
  private final Consumer<Throwable> fatal;
  private final CompletableFuture<Void> drained = new CompletableFuture<>();

  /**
   * A log that is not started yet: it takes commands, and {@link #start} makes them happen.
   *
   * @param opening makes the shard from what the store holds
   * @param fatal told, once, of a failed write or a defect; from then on nothing is written and no effect leaves. It has to end
   *     the process
   */
  public LocalShardLog(
      BlobStore store,
      Function<StoreBatch, Shard> opening,
      LogLimits limits,
      TimeSource time,
      RelayMeter meter,
      Consumer<Throwable> fatal) {
    this.store = store;
    this.opening = opening;
    this.limits = limits;
    this.queue = new CommandQueue(limits);
    this.time = time;
    this.meter = meter;
    this.fatal = fatal;
  }

  /** Starts the log's thread. */
  public void start(EffectReceiver effects) {
    Thread.ofPlatform().name("zerok-log").daemon().start(() -> run(effects));
  }

  @Override
  public boolean offer(ShardCommand command) {
    boolean taken = queue.offer(command);
    if (!taken) {
      meter.turnedAway();
    }
    return taken;
  }

  @Override
  public boolean require(ShardCommand command) {
    return queue.require(command);
  }

  @Override
  public CompletionStage<Void> drain() {
    queue.drain();
    return drained.copy();
  }

  private void run(EffectReceiver effects) {
    try {
      Shard shard = open();
      List<ShardCommand> commands = queue.takeBatch();
      while (!commands.isEmpty()) {
        Iterator<ShardCommand> left = commands.iterator();
        while (left.hasNext()) {
          commit(shard, left, effects);
        }
        meter.queued(queue.size(), queue.bytes());
        commands = queue.takeBatch();
      }
      drained.complete(null);
    } catch (Throwable failure) { // also an Error must not leave a relay that looks alive and does nothing
      queue.stop();
      fatal.accept(failure);
      drained.completeExceptionally(failure);
    }
  }

  private Shard open() {
    try (StoreBatch batch = store.begin()) {
      return opening.apply(batch);
    }
  }

  /** Applies and makes durable what is left of a batch, or as much of it as one commit may write. */
  private void commit(Shard shard, Iterator<ShardCommand> left, EffectReceiver effects) {
    List<ShardEffect> all = new ArrayList<>();
    try (StoreBatch batch = store.begin()) {
      int applied = 0;
      do {
        all.addAll(shard.apply(left.next(), batch));
        applied++;
      } while (left.hasNext() && batch.bytes() < limits.commitBytes());
      all.addAll(shard.endOfBatch());
      long from = time.monotonicNanos();
      long bytes = batch.commit();
      if (bytes > 0) { // a batch that changed nothing wrote nothing, and would make the disk look fast
        meter.committed(applied, bytes, time.monotonicNanos() - from);
      }
      meter.stored(shard.storedBytes());
    }
    for (ShardEffect effect : all) {
      if (effect instanceof ShardEffect.FollowedBy followed) {
        queue.follow(followed.command());
      }
    }
    effects.carryOut(all);
  }
}
