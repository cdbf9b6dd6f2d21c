package dev.zerok.relay.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.PlacedRosterEntry;
import dev.zerok.relay.core.DeviceRecord;
import dev.zerok.relay.core.EntryRecord;
import dev.zerok.relay.core.GroupRecord;
import dev.zerok.relay.core.KnownPush;
import dev.zerok.relay.core.ShardRecords.Expiry;
import dev.zerok.relay.port.StorageRefused;
import dev.zerok.relay.port.StoreBatch;
import dev.zerok.relay.port.StoreSnapshot;
import dev.zerok.relay.testkit.FolderSearch;
import dev.zerok.relay.testkit.Payloads;
import dev.zerok.relay.testkit.RealTimeSource;
import dev.zerok.relay.testkit.RelayHarness;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.PerfLevel;
import org.rocksdb.RocksDB;

class RocksBlobStoreTest {
  private static final GroupId GROUP = GroupId.of(Payloads.of("group", 300).substring(0, 32));
  private static final GroupId OTHER = GroupId.of(Payloads.of("other", 300).substring(0, 32));
  private static final DeviceId DEVICE = DeviceId.of(Payloads.of("device", 300).substring(0, 16));
  private static final ByteString HASH = Payloads.of("hash", 300).substring(0, 32);
  private static final ByteString KEY = Payloads.of("key", 300).substring(0, 32);

  @TempDir Path path;
  private DataFolder folder;
  private RocksBlobStore store;

  @BeforeEach
  void open() throws StorageRefused {
    folder = DataFolder.open(path);
    store = RocksBlobStore.open(folder, RelayHarness.PROMPT, new RealTimeSource(), failure -> {});
  }

  @AfterEach
  void close() {
    store.close();
    folder.close();
  }

  private static EntryRecord.OfBlob blob(long cursor) {
    return new EntryRecord.OfBlob(cursor, HASH, DEVICE, 7, EnvelopeKind.ENVELOPE_KIND_CHECKPOINT,
        StreamId.of(KEY.substring(0, 16)), 5, 3, 1_000, 99, true);
  }

  @Test
  void everyRecord_comesBackAsItWas_withinTheBatchAndAfterAReopen() throws Exception {
    GroupRecord group = new GroupRecord(LogId.of(HASH.substring(0, 16)), 9, HASH, 1_000, 50, 2);
    DeviceRecord device = new DeviceRecord(1, 2, 3, HASH, 44, 5);
    DeviceRecord fresh = new DeviceRecord(4, 4, 0, ByteString.EMPTY, DeviceRecord.IN_SESSION, 0);
    DeviceId second = DeviceId.of(HASH.substring(0, 16));
    EntryRecord roster = new EntryRecord.OfRoster(8, HASH, 4);
    PlacedRosterEntry placed = PlacedRosterEntry.newBuilder().setCursor(8).build();
    KnownPush push = new KnownPush(9, HASH);
    Expiry expiry = new Expiry(99, GROUP, 9);
    try (StoreBatch batch = store.begin()) {
      batch.putServingMillis(12);
      batch.putGroup(GROUP, group);
      batch.putMember(GROUP, KEY, DEVICE);
      batch.putDevice(GROUP, DEVICE, device);
      batch.putDevice(GROUP, second, fresh);
      batch.putRosterEntry(GROUP, 4, placed);
      batch.putKnownPush(GROUP, DEVICE, 3, push);
      batch.putEntry(GROUP, roster);
      batch.putEntry(GROUP, blob(9));
      batch.putEntry(OTHER, blob(10));
      batch.putPayload(GROUP, 9, Payloads.of("x"));
      batch.putExpiry(expiry);
      assertThat(batch.entries(GROUP, 1, 99, 99)).containsExactly(roster, blob(9));
      assertThat(batch.commit()).isPositive();
    }
    close();
    open();
    try (StoreBatch batch = store.begin()) {
      assertThat(batch.servingMillis()).isEqualTo(12);
      assertThat(batch.group(GROUP)).contains(group);
      assertThat(batch.group(OTHER)).isEmpty();
      assertThat(batch.member(GROUP, KEY)).contains(DEVICE);
      assertThat(batch.member(OTHER, KEY)).isEmpty();
      assertThat(batch.devices(GROUP)).isEqualTo(Map.of(DEVICE, device, second, fresh));
      assertThat(batch.rosterEntry(GROUP, 4)).contains(placed);
      assertThat(batch.rosterEntry(GROUP, 5)).isEmpty();
      assertThat(batch.knownPush(GROUP, DEVICE, 3)).contains(push);
      assertThat(batch.entries(GROUP, 9, 9, 1)).containsExactly(blob(9));
      assertThat(batch.payload(GROUP, 9)).contains(Payloads.of("x"));
      assertThat(batch.expired(98, 10)).isEmpty();
      assertThat(batch.expired(99, 10)).containsExactly(expiry);
    }
  }

  @Test
  void snapshot_seesNeitherWhatIsNotCommittedNorWhatCameLater() {
    try (StoreBatch batch = store.begin()) {
      batch.putPayload(GROUP, 1, Payloads.of("x"));
      try (StoreSnapshot before = store.snapshot()) {
        batch.commit();
        assertThat(before.payload(GROUP, 1)).isEmpty();
      }
    }
    try (StoreSnapshot after = store.snapshot()) {
      assertThat(after.payload(GROUP, 1)).contains(Payloads.of("x"));
    }
  }

  @Test
  void batchThatIsNotCommitted_leavesNothing() {
    try (StoreBatch batch = store.begin()) {
      batch.putPayload(GROUP, 1, Payloads.of("x"));
    }
    try (StoreSnapshot after = store.snapshot()) {
      assertThat(after.payload(GROUP, 1)).isEmpty();
    }
  }

  @Test
  void whatIsDue_isFoundWithoutAWalkOverTheDeletionsBehindIt() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (StoreBatch batch = store.begin()) {
        for (int j = 0; j < 100; j++) {
          batch.putExpiry(new Expiry(1_000 + i, GROUP, j + 1));
        }
        batch.commit();
      }
      try (StoreBatch batch = store.begin()) {
        for (int j = 0; j < 100; j++) {
          batch.deleteExpiry(new Expiry(1_000 + i, GROUP, j + 1));
        }
        batch.commit();
      }
    }
    RocksDB db = store.columns().db();
    db.setPerfLevel(PerfLevel.ENABLE_COUNT);
    try (StoreBatch batch = store.begin()) {
      long before = skipped(db);
      assertThat(batch.expired(500, 10)).isEmpty();
      assertThat(skipped(db) - before).isLessThan(10);
      assertThat(batch.expired(5_000, 10)).isEmpty();
      assertThat(skipped(db) - before).as("positive control").isGreaterThan(1_000);
    } finally {
      db.setPerfLevel(PerfLevel.DISABLE);
    }
  }

  private static long skipped(RocksDB db) {
    return db.getPerfContext().getInternalDeleteSkippedCount();
  }

  @Test
  void deletingADevice_forgetsItsPushesAndNobodyElses() {
    DeviceId second = DeviceId.of(HASH.substring(0, 16));
    try (StoreBatch batch = store.begin()) {
      for (DeviceId device : List.of(DEVICE, second)) {
        batch.putDevice(GROUP, device, new DeviceRecord(1, 1, 2, HASH, 0, 0));
        batch.putKnownPush(GROUP, device, 1, new KnownPush(1, HASH));
        batch.putKnownPush(GROUP, device, 2, new KnownPush(2, HASH));
      }
      batch.deleteDevice(GROUP, DEVICE);
      assertThat(batch.devices(GROUP).keySet()).containsExactly(second);
      assertThat(batch.knownPush(GROUP, DEVICE, 1)).isEmpty();
      assertThat(batch.knownPush(GROUP, DEVICE, 2)).isEmpty();
      assertThat(batch.knownPush(GROUP, second, 2)).isPresent();
    }
  }

  @Test
  void closingAGroup_erasesItAndNobodyElses_andIsRemembered() throws Exception {
    try (StoreBatch batch = store.begin()) {
      for (GroupId group : List.of(GROUP, OTHER)) {
        batch.putGroup(group,
            new GroupRecord(LogId.of(HASH.substring(0, 16)), 9, HASH, 1_000, 50, 2));
        batch.putEntry(group, blob(9));
        batch.putPayload(group, 9, Payloads.of("x"));
        batch.putExpiry(new Expiry(99, group, 9));
      }
      batch.commit();
    }
    try (StoreBatch batch = store.begin()) {
      batch.closeForGood(GROUP);
      assertThat(batch.isClosed(GROUP)).isTrue();
      assertThat(batch.group(GROUP)).isEmpty();
      batch.commit();
    }
    close();
    open();
    try (StoreBatch batch = store.begin()) {
      assertThat(batch.isClosed(GROUP)).isTrue();
      assertThat(batch.isClosed(OTHER)).isFalse();
      assertThat(batch.entries(GROUP, 1, 99, 9)).isEmpty();
      assertThat(batch.payload(GROUP, 9)).isEmpty();
      assertThat(batch.payload(OTHER, 9)).isPresent();
      assertThat(batch.expired(99, 9)).containsExactly(new Expiry(99, OTHER, 9));
    }
  }

  @Test
  @Tag("LOG-2")
  void flippedBitInTheLog_stopsTheStartInsteadOfLosingWhatFollows() throws Exception {
    for (int i = 1; i <= 20; i++) {
      try (StoreBatch batch = store.begin()) {
        batch.putPayload(GROUP, i, Payloads.of("x" + i, 5_000));
        batch.commit();
      }
    }
    Path copy = path.resolveSibling(path.getFileName() + "-copy");
    copyFolder(path, copy);
    Path log;
    try (Stream<Path> files = Files.list(copy.resolve("store"))) {
      log = files.filter(file -> file.toString().endsWith(".log")).findFirst().orElseThrow();
    }
    try (FileChannel channel =
        FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer one = ByteBuffer.allocate(1);
      channel.read(one, 30_000);
      one.put(0, (byte) (one.get(0) ^ 1));
      channel.write(one.rewind(), 30_000);
    }

    try (DataFolder damaged = DataFolder.open(copy)) {
      StorageRefused refused = assertThatExceptionOfType(StorageRefused.class)
          .isThrownBy(
              () -> RocksBlobStore.open(damaged, StoreOptions.DEFAULT, new RealTimeSource(),
                  failure -> {}))
          .actual();
      assertThat(refused.reason()).isEqualTo(StorageRefused.Reason.DAMAGED);
    }
  }

  private static void copyFolder(Path from, Path to) throws Exception {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  @Test
  @Tag("LOG-1")
  void everyCommit_forcesTheLogToTheDisk_andOneWithoutChangesDoesNot() {
    for (int i = 1; i <= 3; i++) {
      long before = store.logSyncs();
      try (StoreBatch batch = store.begin()) {
        batch.putPayload(GROUP, i, Payloads.of("x"));
        batch.commit();
      }
      // The store forces its log by itself too, after it reclaimed space.
      assertThat(store.logSyncs()).isGreaterThan(before);
    }
    List<Long> syncs = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      long before = store.logSyncs();
      try (StoreBatch batch = store.begin()) {
        assertThat(batch.commit()).isZero();
      }
      syncs.add(store.logSyncs() - before);
    }
    assertThat(syncs).contains(0L);
  }

  @Test
  @Tag("DEL-3")
  void deletionsBeforeACrash_leaveTheFilesAfterTheNextStart() throws Exception {
    ByteString payload = Payloads.of("x", 5_000);
    try (StoreBatch batch = store.begin()) {
      batch.putPayload(GROUP, 1, payload);
      batch.commit();
    }
    close();
    StoreOptions lazy = new StoreOptions(1 << 20, 4 << 20, 600_000, 600_000, 32L << 20, 4L << 20);
    folder = DataFolder.open(path);
    store = RocksBlobStore.open(folder, lazy, new RealTimeSource(), failure -> {});
    RelayHarness.await(store.whenReclaimed());
    try (StoreBatch batch = store.begin()) {
      batch.deletePayload(GROUP, 1);
      batch.commit();
    }
    Path crashed = path.resolveSibling(path.getFileName() + "-crashed");
    copyFolder(path, crashed);
    assertThat(FolderSearch.filesWith(crashed, payload)).as("positive control").isNotEmpty();

    try (DataFolder again = DataFolder.open(crashed);
        RocksBlobStore opened =
            RocksBlobStore.open(again, lazy, new RealTimeSource(), failure -> {})) {
      RelayHarness.await(opened.whenReclaimed());
      assertThat(FolderSearch.filesWith(crashed, payload)).isEmpty();
    }
  }

  @Test
  @Tag("DEL-3")
  void deletionsOfAnEarlierProcess_leaveTheFilesAfterTheNextStart() throws Exception {
    try (StoreBatch batch = store.begin()) {
      batch.putPayload(GROUP, 1, Payloads.of("x", 5_000));
      batch.commit();
    }
    close();
    open();
    try (StoreBatch batch = store.begin()) {
      batch.deletePayload(GROUP, 1);
      batch.commit();
    }
    close();

    open();

    RelayHarness.await(store.whenReclaimed());
    assertThat(FolderSearch.filesWith(path, Payloads.of("x", 5_000))).isEmpty();
  }
}
