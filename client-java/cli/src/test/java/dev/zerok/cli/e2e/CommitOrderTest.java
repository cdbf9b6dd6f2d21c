package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.client.ClientConfig;
import dev.zerok.client.model.AppChanges;
import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.store.ClientStore;
import dev.zerok.client.store.MemoryClientStore;
import dev.zerok.client.store.StoreFailure;
import dev.zerok.client.store.StoreImage;
import dev.zerok.client.store.StoreRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What follows from a step is done when the step is in the store, not before. */
class CommitOrderTest {
  @TempDir Path folder;

  private final List<String> done = new CopyOnWriteArrayList<>();
  private final CompletableFuture<AppChanges> firstIsApplied = new CompletableFuture<>();

  /** Notes which places are committed. */
  private final class NotingStore implements ClientStore {
    private final MemoryClientStore inner = new MemoryClientStore();

    @Override
    public StoreImage load() {
      return inner.load();
    }

    @Override
    public void commit(List<StoreRecord> batch) throws StoreFailure {
      inner.commit(batch);
      batch.stream()
          .filter(StoreRecord.Applied.class::isInstance)
          .map(StoreRecord.Applied.class::cast)
          .forEach(applied -> done.add("committed " + applied.position().cursor()));
    }

    @Override
    public void close() {
      inner.close();
    }
  }

  /** The handler runs on the client's own thread, in the very effect that hands a blob over. */
  private ClientConfig config(ClientDevice device) {
    return ClientConfig.of(new NotingStore())
        .withCallbacks(Runnable::run)
        .withListener(device.events::add)
        .withHandler(blob -> {
          done.add("handed over " + blob.cursor());
          device.blobs.add(blob);
          return firstIsApplied;
        });
  }

  @Test
  void nextBlob_isHandedOver_whenTheOneBeforeItIsCommitted() {
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice first = ClientDevice.creating(relay).start();
        ClientDevice second = first.pair(InviteOptions.DEFAULT, this::config)) {
      long one = ClientDevice.await(first.client.acknowledged(first.push("one")));
      long two = ClientDevice.await(first.client.acknowledged(first.push("two")));
      second.start();
      second.nextEvent(SyncEvent.CaughtUp.class);
      assertThat(second.nextTexts(1)).as("both are here, one is out").containsExactly("one");

      firstIsApplied.complete(AppChanges.NONE);

      assertThat(second.nextTexts(1)).containsExactly("two");
      assertThat(done).containsSubsequence("handed over " + one, "committed " + one,
          "handed over " + two);
    }
  }
}
