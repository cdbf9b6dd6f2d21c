package dev.zerok.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.position.LogHashes;
import dev.zerok.protocol.wire.Deliver;
import dev.zerok.protocol.wire.GoAwayReason;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.Push;
import dev.zerok.protocol.wire.ResetReason;
import dev.zerok.protocol.wire.RosterHead;
import dev.zerok.relay.core.StreamItem;
import dev.zerok.relay.testkit.FakeDeviceSink;
import dev.zerok.relay.testkit.Payloads;
import dev.zerok.relay.testkit.RelayHarness;
import dev.zerok.relay.testkit.TestDevice;
import dev.zerok.relay.testkit.TestGroup;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member proves that the relay went back to an old copy of its data: the group's log begins anew. */
class LogRenewalTest {
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
}
