package dev.zerok.client.replica;

import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.id.StreamId;
import java.util.List;
import java.util.Set;

/** What a new device waits for. */
public final class AwaitedHistory {
  private AwaitedHistory() {}

  /**
   * What a device stores that joins a group whose inviter announced the history of these streams (PAIR-8).
   *
   * @param since the cursor of its own Add
   */
  public static StoreRecord announced(List<StreamId> streams, long since) {
    return History.announced(Set.copyOf(streams), since);
  }
}
