package dev.zerok.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.position.LogHashes;
import dev.zerok.protocol.wire.Deliver;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.GoAwayReason;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.Push;
import dev.zerok.protocol.wire.ResetReason;
import dev.zerok.protocol.wire.RosterHead;
import dev.zerok.relay.core.StreamItem;
import dev.zerok.relay.log.LogLimits;
import dev.zerok.relay.port.AdmissionResult;
import dev.zerok.relay.testkit.FakeDeviceSink;
import dev.zerok.relay.testkit.Payloads;
import dev.zerok.relay.testkit.RelayHarness;
import dev.zerok.relay.testkit.TestDevice;
import dev.zerok.relay.testkit.TestGroup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member proves that the relay went back to an old copy of its data: the group's log begins anew. */
class LogRenewalTest {
  /** A slice of a renewal and its last payload. */
  private static final long MOST_OF_ONE_COMMAND = 4 << 20;

  @TempDir Path folder;
  private RelayHarness relay;
  private TestDevice sender;
  private TestDevice reader;
  private ByteString oldLog;

  @BeforeEach
  void aGroupOfTwoWithThreeBlobs() {
    relay = RelayHarness.startIn(folder);
    List<TestDevice> devices = TestGroup.connected(relay, "g", 2);
    sender = devices.get(0);
    reader = devices.get(1);
    oldLog = sender.admission().welcome().getLogId();
    sender.push(Payloads.of("one"));
    sender.push(Payloads.of("two"));
    sender.push(Payloads.of("three"));
    reader.apply(3);
    relay.settle();
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  private Hello from(ByteString log, long cursor) {
    return TestDevice.helloAt(log, cursor, ByteString.EMPTY)
        .toBuilder()
        .setRosterHead(sender.group().fixture.roster.head())
        .build();
  }

  @Test
  @Tag("RESET-2")
  void provenLoss_placesRosterAndHeldBlobsAgain_underAFreshLogId() {
    reader.connect(relay, from(oldLog, 1_000));

    var welcome = reader.admission().welcome();
    assertThat(welcome.getLogId()).isNotEqualTo(oldLog);
    assertThat(reader.admission().reset().getLogId()).isEqualTo(welcome.getLogId());
    assertThat(reader.admission().reset().getReason())
        .isEqualTo(ResetReason.RESET_REASON_HEAD_BEHIND);
    assertThat(welcome.getHeadCursor()).isEqualTo(4);
    assertThat(welcome.getOwnApplied()).isZero();
    assertThat(welcome.getStoredBytes()).isEqualTo(
        (long) Payloads.of("two").size() + Payloads.of("three").size());

    reader.connect(relay, from(welcome.getLogId(), 0));
    List<StreamItem> stream = reader.readAll();
    assertThat(stream).hasSize(4);
    assertThat(stream.subList(0, 2)).allMatch(StreamItem.RosterPlace.class::isInstance);
    assertThat(stream.subList(2, 4)).extracting(item -> ((StreamItem.Delivery) item).deliver())
        .extracting(Deliver::getCursor, Deliver::getDeviceSeq, Deliver::getPayload)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(3L, 2L, Payloads.of("two")),
            org.assertj.core.groups.Tuple.tuple(4L, 3L, Payloads.of("three")));
  }

  @Test
  @Tag("RESET-2")
  void renewedLog_hasTheRunningHashOfWhatItHolds() {
    Push two = sender.nextPush(Payloads.of("x")).build();
    sender.seq--;
    reader.connect(relay, from(oldLog, 1_000));
    ByteString log = reader.admission().welcome().getLogId();

    ByteString hash = LogHashes.start(sender.group().id(), LogId.of(log));
    var roster = sender.group().fixture.roster;
    hash = LogHashes.step(hash, 1, roster.hashAt(0));
    hash = LogHashes.step(hash, 2, roster.hashAt(1));
    hash = LogHashes.step(hash, 3, blobHash(two, 2, "two"));
    hash = LogHashes.step(hash, 4, blobHash(two, 3, "three"));

    reader.connect(relay, TestDevice.helloAt(log, 4, hash));
    assertThat(reader.admission().reset()).isNull();
  }

  private ByteString blobHash(Push like, long seq, String text) {
    return LogHashes.blobHash(sender.id(), seq, like.getKind(),
        dev.zerok.protocol.id.StreamId.DEFAULT, 0, like.getEpoch(), Payloads.of(text));
  }

  @Test
  @Tag("RESET-2")
  void renewedLog_remembersHeldPushes_andTakesAnyNextSequenceOnce() {
    reader.connect(relay, from(oldLog, 1_000));
    sender.connect(relay);
    assertThat(sender.admission().welcome().getOwnDeviceSeq()).isEqualTo(3);
    assertThat(sender.admission().welcome().getOwnPushHash()).isEqualTo(ByteString.EMPTY);

    sender.seq = 2;
    assertThat(sender.push(Payloads.of("three")).getCursor()).isEqualTo(4);
    sender.seq = 6;
    assertThat(sender.push(Payloads.of("seven")).getCursor()).isEqualTo(5);
    sender.seq = 8;
    assertThat(sender.pushRefused(sender.nextPush(Payloads.of("nine")).build())
        .getExpectedDeviceSeq()).isEqualTo(8);
  }

  @Test
  @Tag("RESET-2")
  void connectedDevices_areSentAway_andFindTheNewLog() {
    FakeDeviceSink before = sender.sink;
    before.soFar();

    reader.connect(relay, from(oldLog, 1_000));

    assertThat(before.awaitEviction())
        .isEqualTo(new FakeDeviceSink.Call.Evicted(null, GoAwayReason.GO_AWAY_REASON_LOG_RENEWED));
    sender.connect(relay, from(oldLog, 5));
    assertThat(sender.admission().reset().getReason())
        .isEqualTo(ResetReason.RESET_REASON_UNKNOWN_LOG);
    assertThat(sender.admission().welcome().getLogId())
        .isEqualTo(reader.admission().welcome().getLogId());
  }

  @Test
  @Tag("RESET-2")
  void renewedLog_survivesARestart_andDeletesAsEver() {
    reader.connect(relay, from(oldLog, 1_000));
    ByteString log = reader.admission().welcome().getLogId();
    relay.close();
    relay = RelayHarness.startIn(folder);

    reader.connect(relay, from(log, 0));
    assertThat(reader.payloads()).containsExactly(Payloads.of("two"), Payloads.of("three"));
    reader.apply(4);
    relay.settle();
    reader.connect(relay, from(log, 4));
    assertThat(reader.admission().welcome().getStoredBytes()).isZero();
  }

  @Test
  @Tag("RESET-2")
  void positionOfAnotherBranch_provesNothing() {
    RosterHead foreign = sender.group().fixture.roster.head()
        .toBuilder()
        .setHash(ByteString.copyFrom(new byte[32]))
        .build();

    reader.connect(relay, from(oldLog, 1_000).toBuilder().setRosterHead(foreign).build());

    assertThat(reader.admission().welcome().getLogId()).isEqualTo(oldLog);
    assertThat(reader.admission().reset().getReason())
        .isEqualTo(ResetReason.RESET_REASON_HEAD_BEHIND);
  }

  @Test
  @Tag("RESET-3")
  void deviceThatBeginsInALog_hasAcknowledgedNothingInIt() {
    ByteString otherLog = ByteString.copyFrom(new byte[LogId.LENGTH]);
    sender.connect(relay, from(otherLog, 9));
    assertThat(sender.admission().welcome().getOwnApplied()).isZero();

    reader.connect(relay, from(otherLog, 9));
    assertThat(reader.admission().welcome().getOwnApplied()).isEqualTo(3);
  }

  @Test
  @Tag("RESET-2")
  void laterProof_isAnsweredByReset_andTheLogStays_untilTheRelayStartsAgain() {
    reader.connect(relay, from(oldLog, 1_000));
    ByteString newLog = reader.admission().welcome().getLogId();
    long head = reader.admission().welcome().getHeadCursor();

    reader.connect(relay, from(newLog, head + 1_000));
    assertThat(reader.admission().welcome().getLogId()).isEqualTo(newLog);
    assertThat(reader.admission().reset().getLogId()).isEqualTo(newLog);
    assertThat(reader.admission().reset().getReason())
        .isEqualTo(ResetReason.RESET_REASON_HEAD_BEHIND);

    relay.close();
    relay = RelayHarness.startIn(folder);
    reader.connect(relay, from(newLog, head + 1_000));
    assertThat(reader.admission().welcome().getLogId()).isNotEqualTo(newLog);
    ByteString newest = reader.admission().welcome().getLogId();
    reader.connect(relay, from(newest, 0));
    assertThat(reader.payloads()).containsExactly(Payloads.of("two"), Payloads.of("three"));
  }

  @Test
  @Tag("RESET-2")
  void manyFilledGroupsThatAreRenewedTogether_neverMakeALargeBatch() throws Exception {
    relay.close();
    AtomicReference<GatedBlobStore> gate = new AtomicReference<>();
    relay = RelayHarness.in(folder).store(real -> {
      gate.set(new GatedBlobStore(real));
      return gate.get();
    }).start();
    List<TestDevice> readers = new ArrayList<>();
    List<List<ByteString>> held = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      List<TestDevice> devices = TestGroup.connected(relay, "filled " + i, 2);
      readers.add(devices.get(1));
      held.add(new ArrayList<>());
      for (int j = 0; j < 6; j++) {
        ByteString payload = Payloads.of(i + " " + j, 1_000_000);
        devices.get(0).push(payload);
        held.getLast().add(payload);
      }
    }
    sender.connect(relay);
    relay.settle();
    gate.get().takeCommittedBytes();
    gate.get().holdCommits();
    sender.session().push(sender.nextPush(Payloads.of("held up")).build());
    gate.get().awaitHeldCommit();

    List<CompletableFuture<AdmissionResult>> admitted = new ArrayList<>();
    for (TestDevice device : readers) {
      Hello hello = TestDevice
          .helloAt(device.admission().welcome().getLogId(), 1_000, ByteString.EMPTY)
          .toBuilder()
          .setRosterHead(device.group().fixture.roster.head())
          .build();
      admitted.add(relay.router.hello(
          RelayHarness.request(device.noiseKey(), device.group().id(), hello),
          new FakeDeviceSink()).toCompletableFuture());
    }
    gate.get().letCommitsGo();
    admitted.forEach(RelayHarness::await);
    relay.settle();

    assertThat(gate.get().takeCommittedBytes())
        .allMatch(bytes -> bytes <= LogLimits.DEFAULT.commitBytes() + MOST_OF_ONE_COMMAND);
    for (int i = 0; i < 4; i++) {
      readers.get(i).connect(relay);
      assertThat(readers.get(i).admission().welcome().getLogId())
          .isEqualTo(((AdmissionResult.Admitted) admitted.get(i).get()).welcome().getLogId());
      assertThat(readers.get(i).payloads()).isEqualTo(held.get(i));
    }
  }

  @Test
  @Tag("RESET-2")
  void renewal_ofThousandsOfEntries_andACheckpoint_keepsTheBlobsInOrder_alsoTwice()
      throws Exception {
    List<ByteString> blobs = new ArrayList<>(List.of(Payloads.of("two"), Payloads.of("three")));
    push(700, "a", blobs);
    sender.apply(5);
    sender.push(sender.nextPush(Payloads.of("state"))
        .setKind(EnvelopeKind.ENVELOPE_KIND_CHECKPOINT)
        .setCovers(5)
        .build());
    push(200, "b", blobs);
    relay.settle();
    long quota = blobs.stream().mapToLong(ByteString::size).sum();

    ByteString log = oldLog;
    for (int round = 0; round < 2; round++) {
      relay.close();
      relay = RelayHarness.startIn(folder);
      reader.connect(relay, from(log, 100_000));
      log = reader.admission().welcome().getLogId();
      reader.connect(relay, from(log, 0));
      assertThat(reader.payloads()).isEqualTo(blobs);
      assertThat(reader.admission().welcome().getHeadCursor()).isEqualTo(2 + blobs.size());
      assertThat(reader.admission().welcome().getStoredBytes()).isEqualTo(quota);
      sender.connect(relay);
      assertThat(sender.admission().welcome().getOwnDeviceSeq()).isEqualTo(904);
    }
  }

  private void push(int count, String name, List<ByteString> into) {
    for (int i = 0; i < count; i++) {
      ByteString payload = Payloads.of(name + i);
      sender.session().push(sender.nextPush(payload).build());
      into.add(payload);
      if (i % 100 == 99) { // as many as may be unanswered
        for (int j = 0; j < 100; j++) {
          assertThat(sender.sink.nextAnswer().hasPushAck()).isTrue();
        }
      }
    }
  }
}
