package dev.zerok.relay.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.LogPosition;
import dev.zerok.protocol.wire.Push;
import dev.zerok.protocol.wire.Role;
import dev.zerok.relay.buffer.DataFolder;
import dev.zerok.relay.buffer.RocksBlobStore;
import dev.zerok.relay.port.StoreBatch;
import dev.zerok.relay.testkit.Payloads;
import dev.zerok.relay.testkit.RealTimeSource;
import dev.zerok.relay.testkit.RelayHarness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A renewal that takes several commands. */
class RenewalSlicesTest {
  private static final LogId FRESH = LogId.of(Payloads.of("fresh log").substring(0, 16));
  private static final int BLOBS = 2_500;

  @TempDir Path path;
  private DataFolder folder;
  private RocksBlobStore store;

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

  /** A group of two with many blobs, of which the second device has applied some. */
  private final class Filled {
    final DrivenShard shard;
    final DeviceKeyPairs reader;

    Filled(String seed) {
      shard = new DrivenShard(store, seed);
      reader = shard.fixture.join(Role.ROLE_MEMBER);
      SessionKey from = shard.install();
      SessionKey to = shard.connect(reader);
      List<ShardCommand> pushes = new ArrayList<>();
      for (int i = 0; i < BLOBS; i++) {
        pushes.add(shard.push(from, Payloads.of("blob " + i)));
      }
      shard.runAlone(pushes);
      shard.run(new ShardCommand.AcknowledgeTo(to, 100));
      shard.run(new ShardCommand.AcknowledgeTo(from, 100));
    }

    ShardCommand.Admit proof() {
      Hello hello = Hello.newBuilder()
          .setLast(LogPosition.newBuilder().setLogId(DrivenShard.LOG.bytes()).setCursor(1_000_000))
          .setRosterHead(shard.fixture.roster.head())
          .build();
      return shard.admit(reader, hello, FRESH);
    }

    /** Everything that the store has of the group. */
    TreeMap<String, Object> everything() {
      TreeMap<String, Object> all = new TreeMap<>();
      try (StoreBatch now = store.begin()) {
        var group = shard.fixture.groupId();
        List<EntryRecord> entries = now.entries(group, 0, Long.MAX_VALUE, 100_000);
        all.put("group", now.group(group));
        all.put("entries", entries);
        all.put("payloads",
            entries.stream().map(entry -> now.payload(group, entry.cursor())).toList());
        all.put("devices", now.devices(group));
        all.put("usage", now.storedBytes(group));
        all.put("pushes",
            now.devices(group)
                .keySet()
                .stream()
                .sorted()
                .map(it -> now.knownPushes(group, it))
                .toList());
        all.put("expiries", now.expired(Long.MAX_VALUE, 100_000));
        for (int i = 0; i < shard.fixture.roster.length(); i++) {
          all.put("roster " + i, now.rosterEntry(group, i));
        }
      }
      return all;
    }

    void erase() {
      shard.run(new ShardCommand.Erase(shard.fixture.groupId()));
    }
  }

  @Test
  @Tag("RESET-2")
  void renewalThatIsCutByACrashAfterEachOfItsSlices_endsAsIfThereHadBeenNone() throws Exception {
    Filled undisturbed = new Filled("renewed");
    List<ShardEffect> effects = undisturbed.shard.run(undisturbed.proof());
    assertThat(DrivenShard.entered(effects).device())
        .isEqualTo(undisturbed.shard.fixture.id(undisturbed.reader));
    assertThat(effects.stream().filter(ShardEffect.FollowedBy.class::isInstance).count())
        .as("slices")
        .isGreaterThan(2);
    TreeMap<String, Object> expected = undisturbed.everything();
    close();
    folder = DataFolder.open(path.resolve("second"));
    store = RocksBlobStore.open(folder, RelayHarness.PROMPT, new RealTimeSource(), failure -> {});

    Filled disturbed = new Filled("renewed");
    int crashes = 0;
    while (disturbed.shard.runAlone(List.of(disturbed.proof()))
        .stream()
        .noneMatch(ShardEffect.Decided.class::isInstance)) {
      disturbed.shard.restart();
      crashes++;
    }

    assertThat(crashes).isGreaterThan(2);
    assertThat(disturbed.everything()).isEqualTo(expected);
  }

  @Test
  @Tag("RESET-2")
  void renewal_leavesNoRowOfTheOldLog_andTheNewOneHoldsWhatWasHeld() {
    Filled group = new Filled("renewed");

    group.shard.run(group.proof());

    TreeMap<String, Object> all = group.everything();
    assertThat((List<?>) all.get("entries")).hasSize(2 + BLOBS - 98);
    assertThat((List<?>) all.get("expiries")).hasSize(BLOBS - 98);
    assertThat(((List<?>) all.get("payloads")).get(2))
        .isEqualTo(java.util.Optional.of(Payloads.of("blob 98")));
    assertThat(all.get("usage").toString())
        .contains(String.valueOf((BLOBS - 98L) * Payloads.of("").size()));
  }

  @Test
  @Tag("RESET-2")
  void whoComesWhileALogIsRenewed_isLetInWhenItIsWhole() {
    Filled group = new Filled("renewed");
    group.shard.runAlone(List.of(group.proof()));

    SessionKey second = group.shard.connect(group.shard.fixture.firstKeys);

    assertThat(second.device()).isEqualTo(group.shard.fixture.firstId);
    assertThat(group.everything().get("group").toString()).contains("renewal=Optional.empty");
  }

  @Test
  @Tag("DEL-2")
  void blobsOfALogThatIsHalfRenewed_expireAlthoughNobodyComes() {
    Filled group = new Filled("renewed");
    group.shard.runAlone(List.of(group.proof()));
    group.shard.restart();

    for (int i = 0; i < 400; i++) {
      group.shard.run(new ShardCommand.PassTime(10_000, 0, 0));
    }

    try (StoreBatch now = store.begin()) {
      assertThat(now.group(group.shard.fixture.groupId()).orElseThrow().storedBytes()).isZero();
      assertThat(now.group(group.shard.fixture.groupId()).orElseThrow().renewal()).isEmpty();
    }
  }

  /** With the short index the checkpoints stand in front of it. */
  @ParameterizedTest
  @ValueSource(ints = {Retention.INDEX_ENTRIES, 10})
  @Tag("RESET-2")
  @Tag("CKPT-4")
  void checkpointThatBecameABlob_isNotTakenIntoTheNewLog(int indexEntries) {
    DrivenShard shard =
        new DrivenShard(store, "checkpoints", UnaryOperator.identity(), indexEntries);
    DeviceKeyPairs reader = shard.fixture.join(Role.ROLE_MEMBER);
    SessionKey from = shard.install();
    shard.connect(reader);
    shard.run(new ShardCommand.AcknowledgeTo(from, 2));
    for (int i = 0; i < 65; i++) {
      if (i == 64) {
        shard.run(new ShardCommand.AcknowledgeTo(from, 3)); // cuts the index, where it is too long
      }
      shard.run(shard.push(from, Push.newBuilder()
          .setKind(EnvelopeKind.ENVELOPE_KIND_CHECKPOINT)
          .setStream(ByteString.copyFromUtf8(String.format("stream number %02d", i)))
          .setCovers(2)
          .setPayload(Payloads.of("checkpoint " + i))));
    }
    shard.run(shard.push(from, Payloads.of("blob")));
    try (StoreBatch now = store.begin()) {
      long cutTo = now.group(shard.fixture.groupId()).orElseThrow().trimmedTo();
      assertThat(cutTo).isEqualTo(indexEntries == 10 ? 57 : 1);
      assertThat(now.payload(shard.fixture.groupId(), 3)).as("positive control").isPresent();
    }

    Hello hello = Hello.newBuilder()
        .setLast(LogPosition.newBuilder().setLogId(DrivenShard.LOG.bytes()).setCursor(1_000_000))
        .setRosterHead(shard.fixture.roster.head())
        .build();
    shard.run(shard.admit(reader, hello, FRESH));

    try (StoreBatch now = store.begin()) {
      assertThat(now.entries(shard.fixture.groupId(), 3, 100, 100))
          .extracting(entry -> ((EntryRecord.OfBlob) entry).kind())
          .containsExactly(EnvelopeKind.ENVELOPE_KIND_BLOB);
      assertThat(now.group(shard.fixture.groupId()).orElseThrow().storedBytes())
          .isEqualTo(Payloads.of("blob").size());
      assertThat(now.expired(Long.MAX_VALUE, 100)).hasSize(1);
    }
  }
}
