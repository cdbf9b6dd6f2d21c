package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.AppChanges;
import dev.zerok.client.model.IncomingBlob;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.store.MemoryClientStore;
import dev.zerok.client.store.StoreFailure;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.provider.Providers;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.Hello;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A replica with a store and an app that notes what it gets. Carries steps out as the engine does: records first, then effects. */
final class ReplicaDevice {
  static final Crypto CRYPTO = Providers.bouncyCastle();
  static final long NOW = 1_700_000_000_000L;

  final MemoryClientStore store;
  final List<IncomingBlob> applied = new ArrayList<>();
  final List<SyncEvent> events = new ArrayList<>();
  final List<ReplicaEffect> settled = new ArrayList<>();
  Replica replica;
  /** Whether the app applies at once; otherwise {@link #applyHandedOver} does. */
  boolean appIsFast = true;
  @Nullable IncomingBlob handedOver;
  boolean connected;
  long now = NOW;
  /** States that were put in place and blobs that were applied, in order. */
  final List<String> seen = new ArrayList<>();
  private boolean restores;
  private boolean attended = true;
  private final String name;
  private Consumer<ClientFrame> wire = frame -> {};

  ReplicaDevice(String name, MemoryClientStore store) {
    this.name = name;
    this.store = store;
    this.replica = load();
    attend();
  }

  private Replica load() {
    var image = store.load();
    return new Replica(DeviceSelf.of(CRYPTO, image),
        new FakeRandomSource(name + image.lastOwnSeq()), image, restores);
  }

  /** From now on the app can put a state in place. */
  ReplicaDevice restoring() {
    restores = true;
    attended = true;
    crash();
    return this;
  }

  /** Pushes a state as a checkpoint that covers what was applied here up to a cursor. */
  void checkpoint(long covers, String state) {
    if (!replica.checkpoints().hold("")) {
      throw new AssertionError("the app is busy");
    }
    run(replica.checkpoints().make("", covers, ByteString.copyFromUtf8(state), now));
    run(replica.resume(now));
    pump();
  }

  /** The process dies and starts again from what was committed. */
  void crash() {
    connected = false;
    handedOver = null;
    replica = load();
    attend();
  }

  /** From now on it runs without an app, and so without one that could put a state in place. */
  ReplicaDevice unattended() {
    restores = false;
    attended = false;
    crash();
    return this;
  }

  /** An app takes what comes from now on; one that cannot put a state in place. */
  ReplicaDevice attended() {
    attended = true;
    attend();
    return this;
  }

  private void attend() {
    if (attended) {
      run(replica.appIsHere(now));
    }
  }

  DeviceId id() {
    return replica.view().self().id();
  }

  Hello hello() {
    return replica.hello(ByteString.copyFrom(new byte[16]), 1 << 20, ByteString.EMPTY);
  }

  void wireTo(Consumer<ClientFrame> newWire) {
    wire = newWire;
    connected = true;
  }

  void disconnect() {
    connected = false;
    run(replica.disconnected());
  }

  long push(String text) {
    run(replica.push("", "text", ByteString.copyFromUtf8(text), 0, now));
    pump();
    return replica.lastSeq();
  }

  long command(RosterCommand command) {
    long id = replica.command(command);
    pump();
    return id;
  }

  void pump() {
    if (connected) {
      run(replica.pump(1 << 20, now));
    }
  }

  void applyHandedOver() {
    IncomingBlob blob = java.util.Objects.requireNonNull(handedOver);
    handedOver = null;
    applied.add(blob);
    seen.add("blob " + blob.body().toStringUtf8());
    run(replica.applied(blob, AppChanges.NONE, now));
  }

  void run(ReplicaStep step) {
    step.shelved()
        .forEach(chunk -> Shelving.put(store, chunk));
    try {
      if (!step.records().isEmpty()) {
        store.commit(step.records());
      }
    } catch (StoreFailure e) {
      throw new AssertionError(e);
    }
    step.effects().forEach(this::perform);
  }

  private void perform(ReplicaEffect effect) {
    if (effect instanceof ReplicaEffect.Send send) {
      wire.accept(send.frame());
    } else if (effect instanceof ReplicaEffect.Notify notify) {
      events.add(notify.event());
    } else if (effect instanceof ReplicaEffect.HandOver handOver) {
      handedOver = handOver.blob();
      if (appIsFast) {
        applyHandedOver();
      }
    } else if (effect instanceof ReplicaEffect.Restore restore) {
      seen.add("state " + restore.checkpoint().body().toStringUtf8());
      run(replica.applied(restore.checkpoint(), AppChanges.NONE, now));
    } else if (effect instanceof ReplicaEffect.EndSession) {
      connected = false;
      run(replica.disconnected());
    } else {
      settled.add(effect);
    }
  }

  List<String> texts() {
    return applied.stream().map(blob -> blob.body().toStringUtf8()).toList();
  }

  <E extends SyncEvent> List<E> events(Class<E> type) {
    return events.stream().filter(type::isInstance).map(type::cast).toList();
  }

  @Nullable
  StopCause stopped() {
    return replica.view().stopped().orElse(null);
  }

  @Override
  public String toString() {
    return name;
  }
}
