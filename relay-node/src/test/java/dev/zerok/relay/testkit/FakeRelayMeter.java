package dev.zerok.relay.testkit;

import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.relay.core.RefusalReason;
import dev.zerok.relay.port.RelayMeter;
import dev.zerok.relay.port.WaitReason;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what was counted. */
public final class FakeRelayMeter implements RelayMeter {
  private final List<RefusalReason> refusals = new CopyOnWriteArrayList<>();
  private final List<WaitReason> waits = new CopyOnWriteArrayList<>();
  private final List<ErrorCode> errors = new CopyOnWriteArrayList<>();
  private final List<Boolean> signals = new CopyOnWriteArrayList<>();
  private final AtomicInteger stored = new AtomicInteger();

  public List<RefusalReason> refusals() {
    return List.copyOf(refusals);
  }

  public List<WaitReason> waits() {
    return List.copyOf(waits);
  }

  public List<ErrorCode> errors() {
    return List.copyOf(errors);
  }

  /** Whether each signal that came was within the rate. */
  public List<Boolean> signals() {
    return List.copyOf(signals);
  }

  public int stored() {
    return stored.get();
  }

  @Override
  public void pushStored(int payloadBytes) {
    stored.incrementAndGet();
  }

  @Override
  public void commandRefused(ErrorCode code) {
    errors.add(code);
  }

  @Override
  public void admitted() {}

  @Override
  public void refused(RefusalReason reason) {
    refusals.add(reason);
  }

  @Override
  public void toldToWait(WaitReason reason) {
    waits.add(reason);
  }

  @Override
  public void acknowledged() {}

  @Override
  public void committed(int commands, long bytes, long nanos) {}

  @Override
  public void signalled(boolean within) {
    signals.add(within);
  }

  @Override
  public void turnedAway() {}

  @Override
  public void stored(long bytes) {}

  @Override
  public void queued(int commands, long bytes) {}
}
