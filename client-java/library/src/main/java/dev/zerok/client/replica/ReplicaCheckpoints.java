package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.id.StreamId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The checkpoints that this device makes (PROTOCOL.md § 6.5). As with {@link Replica}, whose thread this shares, the caller commits a step
 * before it carries it out.
 */
public final class ReplicaCheckpoints {
  private final ReplicaState state;
  private final PushSealer sealer;
  private final ReplicaContent content;
  private final BooleanSupplier isRunning;
  private final Consumer<ByteString> requirePushable;
  private final Map<String, StreamId> offered = new LinkedHashMap<>();
  private boolean held;

  /**
   * @param isRunning whether the replica has not stopped
   * @param requirePushable throws what a push of that body would be answered with
   */
  ReplicaCheckpoints(ReplicaState state, PushSealer sealer, ReplicaContent content,
      BooleanSupplier isRunning, Consumer<ByteString> requirePushable) {
    this.state = state;
    this.sealer = sealer;
    this.content = content;
    this.isRunning = isRunning;
    this.requirePushable = requirePushable;
  }

  /** The streams that the app can write down, at most 64: what this device pushes to them is counted. */
  public void offer(Collection<String> streams) {
    streams.forEach(stream -> offered.put(stream, state.streamId(stream)));
    state.streamBytes.count(Set.copyOf(offered.values()));
  }

  /**
   * Hands nothing to the app until {@link Replica#resume}: a stream's state is being written down. False if it is busy, waits for its
   * history, or has not got a content of the stream whose parts lie below the applied cursor: the state would lack it, and who begins with
   * that state would never get it.
   */
  public boolean hold(String stream) {
    held = isRunning.getAsBoolean() && state.applied != null && state.queue.isIdle()
        && !state.checkpoints.history().isWaiting()
        && !content.isExpectedIn(state.streamId(stream));
    return held;
  }

  boolean isHeld() {
    return held;
  }

  void release() {
    held = false;
  }

  /**
   * Seals a checkpoint of a stream into the outbox: what the app's state was when {@link #hold} was called.
   *
   * @param covers the applied cursor of that moment
   * @throws SyncProblem as {@link Replica#push} does
   */
  public ReplicaStep make(String stream, long covers, ByteString body, long now) {
    List<ByteString> parts = CheckpointParts.of(body);
    parts.forEach(requirePushable);
    ReplicaStep step =
        CheckpointParts.seal(sealer, state, state.streamId(stream), covers, parts, now);
    state.streamBytes.checkpoint(state.streamId(stream), covers, body.size())
        .ifPresent(step::store);
    return step;
  }

  /** The offered streams of which a checkpoint is due, after so many bytes at least; none in the middle of an own large content. */
  public List<String> due(long afterBytes) {
    return offered.entrySet()
        .stream()
        .filter(stream -> isDue(stream.getKey(), stream.getValue(), afterBytes))
        .map(Map.Entry::getKey)
        .toList();
  }

  private boolean isDue(String stream, StreamId id, long afterBytes) {
    StoreRecord.StreamPushed pushed = state.streamBytes.of(id);
    return CheckpointDuty.isDue(pushed.bytes(), pushed.checkpointBytes(), afterBytes)
        && content.sources().stream().noneMatch(source -> source.stream().equals(stream));
  }

  /** None could be made: the next is due after as many bytes again. */
  public void postpone(String stream) {
    StreamId id = offered.get(stream);
    if (id != null) {
      state.streamBytes.postpone(id);
    }
  }
}
