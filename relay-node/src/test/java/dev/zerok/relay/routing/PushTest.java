package dev.zerok.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ErrorFrames;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.position.LogHashes;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.Error;
import dev.zerok.protocol.wire.Push;
import dev.zerok.protocol.wire.PushAck;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.relay.core.PushRate;
import dev.zerok.relay.core.ShardPolicy;
import dev.zerok.relay.log.LogLimits;
import dev.zerok.relay.port.StorageFailure;
import dev.zerok.relay.testkit.FakeDeviceSink;
import dev.zerok.relay.testkit.Payloads;
import dev.zerok.relay.testkit.RelayHarness;
import dev.zerok.relay.testkit.TestDevice;
import dev.zerok.relay.testkit.TestGroup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushTest {
  @TempDir Path folder;
  private RelayHarness relay;
  private TestDevice sender;
  private TestDevice reader;

  @BeforeEach
  void start() {
    use(RelayHarness.startIn(folder));
  }

  private void use(RelayHarness started) {
    relay = started;
    List<TestDevice> devices = TestGroup.connected(relay, "g", 2);
    sender = devices.get(0);
    reader = devices.get(1);
  }

  private void restart(RelayHarness.Builder builder) {
    relay.close();
    relay = builder.start();
    sender.connect(relay);
    reader.connect(relay);
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  @Test
  @Tag("PUSH-1")
  @Tag("LOG-1")
  void pushes_getDenseCursorsAndTheirHashInTheLog() {
    Push push = sender.nextPush(Payloads.of("one")).setTtlSeconds(60).build();
    PushAck ack = sender.push(push);

    assertThat(ack.getDeviceSeq()).isEqualTo(1);
    assertThat(ack.getCursor()).isEqualTo(3);
    assertThat(ack.getReplicas()).isEqualTo(1);
    assertThat(sender.push(Payloads.of("two")).getCursor()).isEqualTo(4);

    ByteString logId = sender.admission().welcome().getLogId();
    ByteString running = LogHashes.start(sender.group().id(), LogId.of(logId));
    running = LogHashes.step(running, 1, sender.group().fixture.roster.hashAt(0));
    running = LogHashes.step(running, 2, sender.group().fixture.roster.hashAt(1));
    ByteString blobHash = LogHashes.blobHash(
        sender.id(), 1, EnvelopeKind.ENVELOPE_KIND_BLOB, StreamId.DEFAULT, 0, 1, push.getPayload());
    running = LogHashes.step(running, 3, blobHash);
    reader.connect(relay, TestDevice.helloAt(logId, 3, running));
    assertThat(reader.admission().reset()).isNull();
    assertThat(reader.payloads()).containsExactly(Payloads.of("two"));
  }

  @Test
  @Tag("PUSH-1")
  void firstPushOfADevice_setsItsSequence() {
    assertThat(sender.push(sender.nextPush(Payloads.of("x")).setDeviceSeq(77).build()).getCursor())
        .isEqualTo(3);
    sender.seq = 77;
    assertThat(sender.push(Payloads.of("y")).getDeviceSeq()).isEqualTo(78);
  }

  @Test
  @Tag("PUSH-2")
  void repeatedPush_getsItsOldCursor_alsoAfterTheBlobIsGoneAndTheRelayWasRestarted() {
    Push push = sender.nextPush(Payloads.of("one")).build();
    PushAck first = sender.push(push);
    reader.apply(first.getCursor());
    relay.settle();
    assertThat(relay.store.snapshot()).satisfies(snapshot -> {
      assertThat(snapshot.payload(sender.group().id(), first.getCursor())).isEmpty();
      snapshot.close();
    });
    restart(RelayHarness.in(folder));

    PushAck again = sender.push(push);

    assertThat(again.getCursor()).isEqualTo(first.getCursor());
    assertThat(sender.push(Payloads.of("two")).getCursor()).isEqualTo(first.getCursor() + 1);
  }

  @Test
  @Tag("PUSH-2")
  void repeatedPush_isAnsweredBeforeItsEpochIsLookedAt() {
    Push push = sender.nextPush(Payloads.of("one")).build();
    PushAck first = sender.push(push);
    RosterEntry rekey = sender.group().fixture.first.rekey(
        sender.group().fixture.roster, sender.group().fixture.nextEpoch(),
        sender.group().fixture.random, 1);
    sender.group().fixture.append(rekey);
    sender.session().append(rekey);
    sender.sink.awaitHead(4);

    assertThat(sender.push(push).getCursor()).isEqualTo(first.getCursor());
    assertThat(sender.pushRefused(push.toBuilder().setDeviceSeq(2).build()))
        .isEqualTo(ErrorFrames.forPush(ErrorCode.STALE_EPOCH, 2, 0));
  }

  @Test
  @Tag("PUSH-2")
  void knownSequenceWithAnythingElseInIt_isAConflictAndNotStored() {
    Push push = sender.nextPush(Payloads.of("one")).build();
    sender.push(push);
    StreamId stream = StreamId.of(ByteString.copyFromUtf8("sixteen bytes.. "));
    List<Push> others = List.of(
        push.toBuilder().setPayload(Payloads.of("other")).build(),
        push.toBuilder().setTtlSeconds(1).build(),
        push.toBuilder().setStream(stream.bytes()).build(),
        push.toBuilder().setKind(EnvelopeKind.ENVELOPE_KIND_CHECKPOINT).build(),
        push.toBuilder().setKind(EnvelopeKind.ENVELOPE_KIND_CHECKPOINT).setCovers(1).build(),
        push.toBuilder().setEpoch(2).build());

    for (Push other : others) {
      assertThat(sender.pushRefused(other))
          .isEqualTo(ErrorFrames.forPush(ErrorCode.SEQUENCE_CONFLICT, 1, 0));
    }
    assertThat(reader.payloads()).containsExactly(push.getPayload());
  }

  @Test
  @Tag("PUSH-2")
  void dedupeTable_remembersTheLast1024() {
    List<Push> pushes = new ArrayList<>();
    relay.close();
    relay = RelayHarness.in(folder).policy(unlimited()).start();
    sender.connect(relay);
    for (int i = 0; i < Limits.SEQUENCES_REMEMBERED + 1; i++) {
      pushes.add(sender.nextPush(Payloads.of("p" + i)).build());
      sender.session().push(pushes.getLast());
    }
    for (int i = 0; i < pushes.size(); i++) {
      assertThat(sender.sink.nextAnswer().getPushAck().getDeviceSeq()).isEqualTo(i + 1);
    }

    assertThat(sender.push(pushes.get(1)).getCursor()).isEqualTo(4);
    assertThat(sender.pushRefused(pushes.get(0)))
        .isEqualTo(ErrorFrames.forPush(ErrorCode.SEQUENCE_CONFLICT, 1, 0));
  }

  @Test
  @Tag("PUSH-3")
  void hole_isReportedOnceAndWhatFollowsIsDroppedUntilItIsFilled() {
    sender.push(Payloads.of("1"));
    Push second = sender.nextPush(Payloads.of("2")).build();
    Push third = sender.nextPush(Payloads.of("3")).build();
    Push fourth = sender.nextPush(Payloads.of("4")).build();

    assertThat(sender.pushRefused(third)).isEqualTo(ErrorFrames.sequenceGap(3, 2));
    sender.session().push(fourth);
    sender.session().push(third);
    assertThat(sender.push(second).getDeviceSeq()).isEqualTo(2);
    assertThat(sender.pushRefused(fourth)).isEqualTo(ErrorFrames.sequenceGap(4, 3));
    assertThat(sender.push(third).getCursor()).isEqualTo(5);
    assertThat(sender.push(fourth).getCursor()).isEqualTo(6);
    assertThat(reader.payloads())
        .containsExactly(Payloads.of("1"), second.getPayload(), third.getPayload(),
            fourth.getPayload());
  }

  @Test
  @Tag("PUSH-4")
  void push_ofAnotherEpoch_isRefusedAndItsSequenceStaysFree() {
    Push later = sender.nextPush(Payloads.of("1")).setEpoch(2).build();

    assertThat(sender.pushRefused(later))
        .isEqualTo(ErrorFrames.forPush(ErrorCode.STALE_EPOCH, 1, 0));
    assertThat(sender.push(later.toBuilder().setEpoch(1).build()).getCursor()).isEqualTo(3);
  }

  @Test
  @Tag("PUSH-5")
  void push_whenGroupIsFull_isRefusedAndNothingIsStoredOrDeleted() {
    restart(RelayHarness.in(folder).policy(policy(2_000, 3_000, PushRate.DEFAULT)));
    ByteString first = Payloads.of("a", 1_500);
    ByteString second = Payloads.of("b", 1_500);
    sender.push(first);
    PushAck last = sender.push(second);
    Push third = sender.nextPush(Payloads.of("c")).build();

    Error refused = sender.pushRefused(third);

    assertThat(refused).isEqualTo(ErrorFrames.forPush(ErrorCode.GROUP_QUOTA_EXCEEDED, 3, 30_000));
    assertThat(reader.payloads()).containsExactly(first, second);
    reader.apply(last.getCursor());
    relay.settle();
    assertThat(sender.push(third).getCursor()).isEqualTo(last.getCursor() + 1);
  }

  @Test
  @Tag("PUSH-5")
  void push_overTheLargestPayload_isRefused() {
    restart(RelayHarness.in(folder).policy(policy(2_000, 3_000, PushRate.DEFAULT)));

    assertThat(sender.pushRefused(sender.nextPush(Payloads.of("a", 2_001)).build()))
        .isEqualTo(ErrorFrames.forPush(ErrorCode.BLOB_TOO_LARGE, 1, 0));
    assertThat(reader.payloads()).isEmpty();
  }

  @Test
  @Tag("PUSH-5")
  void push_whenTheDiskIsFull_isRefused_andAcceptedWhenThereIsRoomAgain() {
    relay.disk.fillTo(0.85);
    relay.router.tick();
    Push push = sender.nextPush(Payloads.of("a")).build();

    assertThat(sender.pushRefused(push))
        .isEqualTo(ErrorFrames.forPush(ErrorCode.STORAGE_FULL, 1, 30_000));

    relay.disk.fillTo(0.84);
    relay.router.tick();
    assertThat(sender.pushRefused(push).getCode()).isEqualTo(ErrorCode.STORAGE_FULL.code());

    relay.disk.fillTo(0.82);
    relay.router.tick();
    assertThat(sender.push(push).getCursor()).isEqualTo(3);
  }

  @Test
  @Tag("PUSH-5")
  @Tag("PUSH-7")
  void push_beyondTheCredit_isRefused_andANoticeTellsWhenThereIsMore() {
    restart(RelayHarness.in(folder)
        .policy(policy(2_000, 100_000, new PushRate(60, 2, 1 << 20, 1 << 20))));
    assertThat(sender.admission().welcome().getPushCredit().getPushes()).isEqualTo(2);
    PushAck first = sender.push(Payloads.of("a"));
    assertThat(first.getPushCredit().getPushes()).isEqualTo(2);
    assertThat(first.getPushCredit().getBytes()).isEqualTo(1 << 20);
    sender.push(Payloads.of("b"));
    Push third = sender.nextPush(Payloads.of("c")).build();

    assertThat(sender.pushRefused(third))
        .isEqualTo(ErrorFrames.forPush(ErrorCode.RATE_LIMITED, 3, 1_001));

    relay.time.pass(1_000);
    relay.router.tick();
    assertThat(sender.sink.nextAnswer().getNotice().getPushCredit().getPushes()).isEqualTo(3);
    assertThat(sender.push(third).getCursor()).isEqualTo(5);
  }

  @Test
  @Tag("PUSH-7")
  void repeatedPushes_countAgainstTheCreditToo() {
    Push push = sender.nextPush(Payloads.of("a")).build();
    sender.push(push);
    sender.push(push);
    sender.connect(relay);

    assertThat(sender.admission().welcome().getPushCredit().getPushes())
        .isEqualTo(PushRate.DEFAULT.pushBurst() - 2);
  }

  @Test
  @Tag("PUSH-6")
  void push_whenTooMuchWaitsForTheLog_isAnsweredWithItsSequence() {
    relay.close();
    GatedBlobStore[] gate = new GatedBlobStore[1];
    relay = RelayHarness.in(folder)
        .limits(new LogLimits(1, 1, 1, 1, 1))
        .store(store -> gate[0] = new GatedBlobStore(store))
        .start();
    sender.connect(relay);
    gate[0].holdCommits();
    sender.session().push(sender.nextPush(Payloads.of("in the log")).build());
    gate[0].awaitHeldCommit();
    sender.session().push(sender.nextPush(Payloads.of("waits")).build());

    sender.session().push(sender.nextPush(Payloads.of("no room")).build());

    assertThat(sender.sink.nextAnswer().getError())
        .isEqualTo(ErrorFrames.forPush(ErrorCode.RELAY_OVERLOADED, 3, 1_000));
    gate[0].letCommitsGo();
    assertThat(sender.sink.nextAnswer().getPushAck().getDeviceSeq()).isEqualTo(1);
  }

  @Test
  @Tag("PUSH-8")
  void push_ofAShapeThatIsNotAllowed_isRefusedAsInvalidAndNotStored() {
    Push good = sender.nextPush(Payloads.of("a")).build();
    List<Push> bad = List.of(
        good.toBuilder().setKind(EnvelopeKind.ENVELOPE_KIND_UNSPECIFIED).build(),
        good.toBuilder().setKindValue(9).build(),
        good.toBuilder().setCovers(1).build(),
        good.toBuilder().setStream(ByteString.copyFrom(new byte[16])).build(),
        good.toBuilder().setStream(ByteString.copyFrom(new byte[15])).build(),
        good.toBuilder().setEpoch(0).build(),
        good.toBuilder().setTtlSeconds(Limits.MAX_TTL_SECONDS + 1).build(),
        good.toBuilder().setTtlSeconds(-1).build(),
        good.toBuilder().setPayload(Payloads.of("a", Limits.PAYLOAD_FLOOR_BYTES - 1)).build());

    for (Push push : bad) {
      Error error = sender.pushRefused(push);
      assertThat(error.getCode()).isEqualTo(ErrorCode.INVALID_MESSAGE.code());
      assertThat(error.getDeviceSeq()).isEqualTo(1);
      assertThat(error.getMessage()).isNotEmpty();
    }
    assertThat(sender.pushRefused(good.toBuilder().setDeviceSeq(0).build()).getDeviceSeq())
        .isZero();
    assertThat(sender.push(good).getCursor()).isEqualTo(3);
  }

  @Test
  @Tag("LOG-1")
  void pushAck_comesOnlyAfterTheDiskHasIt_andBeforeAnybodyHearsOfTheHead() {
    relay.close();
    GatedBlobStore[] gate = new GatedBlobStore[1];
    relay = RelayHarness.in(folder).store(store -> gate[0] = new GatedBlobStore(store)).start();
    sender.connect(relay);
    reader.connect(relay);
    gate[0].holdCommits();

    sender.session().push(sender.nextPush(Payloads.of("a")).build());
    gate[0].awaitHeldCommit();

    assertThat(sender.sink.soFar()).isEmpty();
    assertThat(reader.sink.soFar()).isEmpty();
    assertThat(reader.payloads()).isEmpty();
    gate[0].letCommitsGo();
    assertThat(sender.sink.next()).isInstanceOf(FakeDeviceSink.Call.Answer.class);
    assertThat(sender.sink.next()).isEqualTo(new FakeDeviceSink.Call.Head(3));
    reader.sink.awaitHead(3);
    assertThat(reader.payloads()).containsExactly(Payloads.of("a"));
  }

  @Test
  @Tag("LOG-1")
  void pushAck_neverComes_whenTheDiskFails_andTheProcessIsToldToStop() {
    relay.close();
    GatedBlobStore[] gate = new GatedBlobStore[1];
    RelayHarness failing =
        RelayHarness.in(folder).store(store -> gate[0] = new GatedBlobStore(store)).start();
    sender.connect(failing);
    gate[0].failCommits();

    sender.session().push(sender.nextPush(Payloads.of("a")).build());

    Throwable fatal = RelayHarness.await(failing.fatal);
    assertThat(fatal).isInstanceOf(StorageFailure.class);
    assertThat(sender.sink.soFar()).isEmpty();
    failing.closeAfterFailure();
    relay = RelayHarness.startIn(folder);
    sender.connect(relay);
    assertThat(sender.admission().welcome().getOwnDeviceSeq()).isZero();
  }

  private static ShardPolicy policy(int payload, long group, PushRate rate) {
    ShardPolicy standard = ShardPolicy.DEFAULT;
    return new ShardPolicy(
        payload,
        group,
        standard.defaultTtlSeconds(),
        standard.maxTtlSeconds(),
        rate,
        standard.idleGroups());
  }

  private static ShardPolicy unlimited() {
    return policy(Limits.PAYLOAD_BYTES, Limits.DEFAULT_GROUP_BYTES,
        new PushRate(1_000_000, 1_000_000, 1L << 40, 1L << 40));
  }
}
