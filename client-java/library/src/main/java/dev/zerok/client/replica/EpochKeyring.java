package dev.zerok.client.replica;

import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.epoch.EpochSecret;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The epoch secrets that this device has. Owns them; closing wipes them. */
final class EpochKeyring implements AutoCloseable {
  private final TreeMap<Integer, EpochSecret> secrets = new TreeMap<>();

  EpochKeyring(Collection<StoreRecord.EpochKeys> stored) {
    for (StoreRecord.EpochKeys keys : stored) {
      secrets.put(keys.epoch(),
          new EpochSecret(keys.epoch(), keys.secret().copy(), keys.streamSecret().copy()));
    }
  }

  Optional<EpochSecret> of(int epoch) {
    return Optional.ofNullable(secrets.get(epoch));
  }

  /** The newest one. */
  EpochSecret newest() {
    Map.Entry<Integer, EpochSecret> last = secrets.lastEntry();
    if (last == null) {
      throw new IllegalStateException("a device has the secret of at least one epoch");
    }
    return last.getValue();
  }

  /** Takes the secret over, and gives the record that keeps it (with secrets of its own). */
  StoreRecord.EpochKeys add(EpochSecret secret) {
    EpochSecret before = secrets.put(secret.epoch(), secret);
    if (before != null) {
      before.close();
    }
    return record(secret);
  }

  static StoreRecord.EpochKeys record(EpochSecret secret) {
    return new StoreRecord.EpochKeys(secret.epoch(), secret.secret().copy(),
        secret.streamSecret().copy());
  }

  @Override
  public void close() {
    secrets.values().forEach(EpochSecret::close);
  }
}
