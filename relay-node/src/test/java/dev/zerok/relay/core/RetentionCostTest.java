package dev.zerok.relay.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.Push;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.relay.buffer.DataFolder;
import dev.zerok.relay.buffer.RocksBlobStore;
import dev.zerok.relay.port.StoreBatch;
import dev.zerok.relay.testkit.Payloads;
import dev.zerok.relay.testkit.RealTimeSource;
import dev.zerok.relay.testkit.RelayHarness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one command may cost in a group that holds much. */
class RetentionCostTest {
  private static final ByteString NOTES = ByteString.copyFromUtf8("sixteen bytes.. ");
  private static final ByteString PAYLOAD = Payloads.of("a blob");
  private static final long FEW = 100;

  @TempDir Path path;
  private DataFolder folder;
  private RocksBlobStore store;
  private final EntriesRead read = new EntriesRead();

  @BeforeEach
  void open() throws Exception {
    folder = DataFolder.open(path);
    store = RocksBlobStore.open(folder, RelayHarness.PROMPT, new RealTimeSource(), failure -> {});
  }

  @AfterEach
  void close() {
    store.close();
    folder.close();
  }

  private DrivenShard shard(int indexEntries) {
    return new DrivenShard(store, "g", read::counting, indexEntries);
  }

  private static void pushBlobs(DrivenShard shard, SessionKey from, int count) {
    List<ShardCommand> pushes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      pushes.add(shard.push(from, Push.newBuilder()
          .setKind(EnvelopeKind.ENVELOPE_KIND_BLOB)
          .setStream(NOTES)
          .setTtlSeconds(1_000_000)
          .setPayload(PAYLOAD)));
    }
    shard.runAlone(pushes);
  }

  private static ShardCommand checkpoint(DrivenShard shard, SessionKey from, long covers) {
    return shard.push(from, Push.newBuilder()
        .setKind(EnvelopeKind.ENVELOPE_KIND_CHECKPOINT)
        .setStream(NOTES)
        .setCovers(covers)
        .setPayload(PAYLOAD));
  }

  @Test
  @Tag("CKPT-3")
  void checkpointThatAdvances_looksOnlyAtWhatItCoversAnew() {
    DrivenShard shard = shard(Retention.INDEX_ENTRIES);
    shard.fixture.join(Role.ROLE_MEMBER);
    SessionKey a = shard.install();
    pushBlobs(shard, a, 20_000);
    shard.run(new ShardCommand.AcknowledgeTo(a, 20_000));
    shard.run(checkpoint(shard, a, 19_000));
    read.take();

    shard.run(checkpoint(shard, a, 19_001));
    assertThat(read.take()).isLessThan(FEW);
    shard.run(checkpoint(shard, a, 19_002));
    assertThat(read.take()).isLessThan(FEW);
  }

  @Test
  @Tag("CKPT-3")
  void firstCheckpointOfAStream_letsGoOfWhatOnlyAnUnseenDeviceLacked_howeverMuchItIs() {
    DrivenShard shard = shard(Retention.INDEX_ENTRIES);
    shard.fixture.join(Role.ROLE_MEMBER);
    SessionKey a = shard.install();
    pushBlobs(shard, a, 3_000);
    shard.run(new ShardCommand.AcknowledgeTo(a, 3_002));
    for (int i = 0; i < 400; i++) { // beyond the first hour, and the other device's TTL
      shard.run(new ShardCommand.PassTime(10_000, 0, 0));
    }

    shard.run(checkpoint(shard, a, 3_002));

    try (StoreBatch now = store.begin()) {
      assertThat(now.group(shard.fixture.groupId()).orElseThrow().storedBytes())
          .isEqualTo(PAYLOAD.size());
    }
  }

  @Test
  @Tag("DEL-1")
  void entryAfterWhichNobodyLessIsWaitedFor_costsNoLookAtTheIndex() {
    DrivenShard shard = shard(Retention.INDEX_ENTRIES);
    DeviceKeyPairs other = shard.fixture.join(Role.ROLE_MEMBER);
    shard.fixture.join(Role.ROLE_MEMBER); // it acknowledges nothing
    SessionKey a = shard.install();
    SessionKey b = shard.connect(other);
    pushBlobs(shard, a, 3_000);
    shard.run(new ShardCommand.AcknowledgeTo(a, 3_003));
    shard.run(new ShardCommand.AcknowledgeTo(b, 3_003));
    read.take();

    shard.fixture.join(Role.ROLE_MEMBER);
    shard.run(new ShardCommand.AppendEntry(a, shard.fixture.entries.getLast()));

    assertThat(read.take()).isLessThan(FEW);
  }

  @Test
  @Tag("DEL-1")
  void manyChangesOfRoles_leaveOneReleaseBehind_andInTheEndNothingIsHeld() {
    DrivenShard shard = shard(Retention.INDEX_ENTRIES);
    DeviceKeyPairs other = shard.fixture.join(Role.ROLE_MEMBER);
    SessionKey a = shard.install();
    pushBlobs(shard, a, 5_000);

    for (Role role : List.of(Role.ROLE_DORMANT, Role.ROLE_MEMBER, Role.ROLE_DORMANT,
        Role.ROLE_MEMBER, Role.ROLE_DORMANT)) {
      RosterEntry entry = shard.fixture.first.setRole(
          shard.fixture.roster, shard.fixture.id(other), role, GroupFixture.NOW);
      shard.fixture.append(entry);
      shard.runAlone(List.of(new ShardCommand.AppendEntry(a, entry)));
    }

    assertThat(shard.left()).hasSize(1);
    shard.runLeft();
    try (StoreBatch now = store.begin()) {
      assertThat(now.group(shard.fixture.groupId()).orElseThrow().storedBytes()).isZero();
    }
  }

  @Test
  @Tag("DEL-2")
  void rowOfAnotherTime_atTheCursorOfABlob_letsItLive() {
    DrivenShard shard = shard(Retention.INDEX_ENTRIES);
    shard.fixture.join(Role.ROLE_MEMBER);
    SessionKey a = shard.install();
    pushBlobs(shard, a, 1);
    try (StoreBatch batch = store.begin()) {
      batch.putExpiry(new ShardRecords.Expiry(5, shard.fixture.groupId(), 3));
      batch.commit();
    }

    for (int i = 0; i < 400; i++) {
      shard.run(new ShardCommand.PassTime(10_000, 0, 0));
    }

    try (StoreBatch now = store.begin()) {
      assertThat(now.payload(shard.fixture.groupId(), 3)).contains(PAYLOAD);
      assertThat(now.expired(Long.MAX_VALUE, 9)).hasSize(1);
    }
  }

  @Test
  void indexOfAGroupOfOneDeviceThatNeverAcknowledges_staysBounded() {
    int indexEntries = 3_000;
    DrivenShard shard = shard(indexEntries);
    SessionKey alone = shard.install();

    for (int i = 0; i < 8; i++) {
      pushBlobs(shard, alone, 1_000);
    }

    try (StoreBatch now = store.begin()) {
      List<EntryRecord> left = now.entries(shard.fixture.groupId(), 1, Long.MAX_VALUE, 100_000);
      assertThat(left.size()).isBetween(indexEntries, indexEntries + Retention.SLICE_ENTRIES);
      assertThat(left.getLast().cursor()).isEqualTo(8_001);
    }
  }
}
