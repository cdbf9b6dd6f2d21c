package dev.zerok.relay.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.relay.core.CheckpointRecords;
import dev.zerok.relay.core.EntryRecord;
import dev.zerok.relay.core.ShardRecords.Expiry;
import dev.zerok.relay.port.StorageFailure;
import dev.zerok.relay.port.StoreBatch;
import dev.zerok.relay.testkit.Payloads;
import dev.zerok.relay.testkit.RealTimeSource;
import dev.zerok.relay.testkit.RelayHarness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

class GroupEraserTest {
  private static final GroupId GROUP = GroupId.of(Payloads.of("group", 300).substring(0, 32));
  private static final GroupId OTHER = GroupId.of(Payloads.of("other", 300).substring(0, 32));
  private static final DeviceId DEVICE = DeviceId.of(Payloads.of("device", 300).substring(0, 16));
  private static final ByteString HASH = Payloads.of("hash", 300).substring(0, 32);
  private static final int ROWS = 10_000;

  @TempDir Path path;
  private DataFolder folder;
  private RocksBlobStore store;
  private final WriteOptions options = new WriteOptions();
  private final List<Integer> writes = new ArrayList<>();

  @BeforeEach
  void twoGroupsWithManyRows() throws Exception {
    folder = DataFolder.open(path);
    store = RocksBlobStore.open(folder, RelayHarness.PROMPT, new RealTimeSource(), failure -> {});
    for (GroupId group : List.of(GROUP, OTHER)) {
      try (StoreBatch batch = store.begin()) {
        for (int cursor = 1; cursor <= ROWS; cursor++) {
          batch.putEntry(group, new EntryRecord.OfBlob(cursor, HASH, DEVICE, 7,
              EnvelopeKind.ENVELOPE_KIND_BLOB, StreamId.DEFAULT, 0, 3, 1, cursor, true));
          batch.putExpiry(new Expiry(cursor, group, cursor));
        }
        batch.putCheckpoints(group, new CheckpointRecords(77, List.of()));
        batch.putExpiry(new Expiry(77, group, 0));
        batch.commit();
      }
    }
  }

  @AfterEach
  void close() {
    options.close();
    store.close();
    folder.close();
  }

  private void write(WriteBatch changes, boolean last) throws RocksDBException {
    writes.add(changes.count());
    store.columns().db().write(options, changes);
  }

  private GroupEraser eraser(GroupEraser.Writer writer) {
    return new GroupEraser(
        store.columns(), () -> new RocksSnapshot(store.columns(), () -> {}), writer);
  }

  private void assertOnlyTheOtherIsThere() {
    try (StoreBatch now = store.begin()) {
      assertThat(now.entries(GROUP, 0, Long.MAX_VALUE, 9)).isEmpty();
      assertThat(now.entries(OTHER, 0, Long.MAX_VALUE, 2 * ROWS)).hasSize(ROWS);
      assertThat(now.expired(Long.MAX_VALUE, 3 * ROWS)).hasSize(ROWS + 1)
          .allMatch(expiry -> expiry.group().equals(OTHER));
    }
  }

  @Test
  void groupWithManyRows_isErasedInSlices() {
    eraser(this::write).erase(GROUP);

    assertOnlyTheOtherIsThere();
    assertThat(writes).hasSizeGreaterThan(ROWS / GroupEraser.SLICE_ROWS)
        .allMatch(rows -> rows <= GroupEraser.SLICE_ROWS);
  }

  @Test
  void erasingThatWasCut_isDoneFromTheStartAgain() {
    assertThatExceptionOfType(StorageFailure.class)
        .isThrownBy(() -> eraser((changes, last) -> {
          if (last) {
            throw new RocksDBException("cut");
          }
          write(changes, last);
        }).erase(GROUP));

    eraser(this::write).erase(GROUP);

    assertOnlyTheOtherIsThere();
  }
}
