package dev.zerok.relay.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.relay.port.StoreBatch;
import dev.zerok.relay.port.StoreSnapshot;
import dev.zerok.relay.testkit.FolderSearch;
import dev.zerok.relay.testkit.Payloads;
import dev.zerok.relay.testkit.RealTimeSource;
import dev.zerok.relay.testkit.RelayHarness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What it costs that deleted payloads leave the files. */
class ReclaimCostTest {
  private static final int GROUPS = 64;
  private static final int PAYLOADS = 8;
  private static final int PAYLOAD_BYTES = 64 << 10;
  private static final long STORED = (long) GROUPS * PAYLOADS * PAYLOAD_BYTES;

  @TempDir Path path;
  private final List<GroupId> groups = new ArrayList<>();
  private final Random random = new Random(1);
  private DataFolder folder;
  private RocksBlobStore store;

  @BeforeEach
  void aStoreOfManyGroups_inItsFiles() throws Exception {
    open();
    for (int i = 0; i < GROUPS; i++) {
      GroupId group = GroupId.of(Payloads.of("group " + i, 300).substring(0, 32));
      groups.add(group);
      try (StoreBatch batch = store.begin()) {
        for (int cursor = 1; cursor <= PAYLOADS; cursor++) {
          byte[] payload = new byte[PAYLOAD_BYTES];
          random.nextBytes(payload);
          batch.putPayload(group, cursor, ByteString.copyFrom(payload));
        }
        batch.commit();
      }
    }
    delete(groups.subList(0, 1), 1); // and a pass brings everything down
    RelayHarness.await(store.whenReclaimed());
  }

  private void open() throws Exception {
    folder = DataFolder.open(path);
    store = RocksBlobStore.open(folder, RelayHarness.PROMPT, new RealTimeSource(), failure -> {});
    RelayHarness.await(store.whenReclaimed());
  }

  @AfterEach
  void close() {
    store.close();
    folder.close();
  }

  private void delete(List<GroupId> from, long... cursors) {
    try (StoreBatch batch = store.begin()) {
      for (GroupId group : from) {
        for (long cursor : cursors) {
          batch.deletePayload(group, cursor);
        }
      }
      batch.commit();
    }
  }

  @Test
  @Tag("DEL-3")
  void deletionsOfWhatASnapshotStillHeld_leaveTheFilesWithAPassAfterIt() throws Exception {
    ByteString payload = Payloads.of("held by a snapshot", 5_000);
    try (StoreBatch batch = store.begin()) {
      batch.putPayload(groups.getFirst(), 20, payload);
      batch.commit();
    }
    try (RocksSnapshot held = new RocksSnapshot(store.columns(), () -> {})) {
      delete(groups, 20); // that of the snapshot is known to nobody: the pass does not wait for it
      RelayHarness.await(store.whenReclaimed());
      assertThat(held.payload(groups.getFirst(), 20)).contains(payload);
      assertThat(FolderSearch.filesWith(path, payload)).as("positive control").isNotEmpty();
    }

    delete(groups, 20);
    RelayHarness.await(store.whenReclaimed());

    assertThat(FolderSearch.filesWith(path, payload)).isEmpty();
  }

  @Test
  @Tag("DEL-3")
  void lastPass_thatWouldWriteMuch_isLeftToTheNextStart() throws Exception {
    ByteString payload = Payloads.of("left", 5_000);
    try (StoreBatch batch = store.begin()) {
      batch.putPayload(groups.getFirst(), 20, payload);
      batch.commit();
    }
    ReclaimPlan due = new ReclaimPlan();
    BatchTally tally = new BatchTally();
    tally.deletedPayload(groups.getFirst(), 20);
    due.add(tally, 0);
    new ReclaimCycle(store.columns(), new OpenReads(), STORED).run(due, false);
    long before = store.columns().compactedBytes();
    store.columns()
        .db()
        .delete(store.columns().handle(Column.PAYLOAD),
            RecordKeys.cursor(groups.getFirst(), 20));

    new ReclaimCycle(store.columns(), new OpenReads(), 1_000).run(due, true);
    assertThat(store.columns().compactedBytes()).isEqualTo(before);
    assertThat(FolderSearch.filesWith(path, payload)).isNotEmpty();

    close();
    open();
    assertThat(FolderSearch.filesWith(path, payload)).isEmpty();
  }

  @Test
  @Tag("DEL-3")
  void deletionsInEachOfManyGroups_writeTheStoreAnew_notOnceForEachGroup() {
    long before = store.columns().compactedBytes();

    delete(groups, 2, 6); // what is between stays
    RelayHarness.await(store.whenReclaimed());

    assertThat(store.columns().compactedBytes() - before).isBetween(STORED / 2, 2 * STORED);
    try (StoreSnapshot now = store.snapshot()) {
      for (GroupId group : groups) {
        assertThat(now.payload(group, 2)).isEmpty();
        assertThat(now.payload(group, 3)).isPresent();
        assertThat(now.payload(group, 6)).isEmpty();
      }
    }
  }
}
