package dev.zerok.client.replica;

import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.wire.ClientFrame;
import java.util.ArrayList;
import java.util.List;

/**
 * What follows from one input: records to commit as one batch, and effects to carry out in their order, but only after that batch is
 * durable. So nothing is acknowledged, sent or told that a crash could take back.
 */
public final class ReplicaStep {
  private final List<StoreRecord> records = new ArrayList<>();
  private final List<ReplicaEffect> effects = new ArrayList<>();
  private final List<ShelvedChunk> shelved = new ArrayList<>();

  ReplicaStep() {}

  void store(StoreRecord record) {
    records.add(record);
  }

  void shelve(ShelvedChunk chunk) {
    shelved.add(chunk);
  }

  void effect(ReplicaEffect effect) {
    effects.add(effect);
  }

  void send(ClientFrame frame) {
    effects.add(new ReplicaEffect.Send(frame));
  }

  void tell(SyncEvent event) {
    effects.add(new ReplicaEffect.Notify(event));
  }

  public List<StoreRecord> records() {
    return List.copyOf(records);
  }

  /** Chunks that must be on the store's shelf before the records are committed. */
  public List<ShelvedChunk> shelved() {
    return List.copyOf(shelved);
  }

  public List<ReplicaEffect> effects() {
    return List.copyOf(effects);
  }
}
