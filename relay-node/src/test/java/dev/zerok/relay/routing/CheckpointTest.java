package dev.zerok.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.Error;
import dev.zerok.protocol.wire.GapReason;
import dev.zerok.protocol.wire.Push;
import dev.zerok.protocol.wire.Role;
import dev.zerok.relay.core.StreamItem;
import dev.zerok.relay.port.StoreSnapshot;
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

/** What a checkpoint lets the relay delete, and what it does not. */
class CheckpointTest {
  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;
  private static final StreamId NOTES = StreamId.of(ByteString.copyFromUtf8("sixteen bytes.. "));
  private static final int LONG_TTL = 30 * 24 * 3_600;

  @TempDir Path folder;
  private RelayHarness relay;
  private TestDevice a;
  private TestDevice b;
  private TestDevice away;

  @BeforeEach
  void start() {
    relay = RelayHarness.startIn(folder);
    List<TestDevice> devices = TestGroup.connected(relay, "g", 3);
    a = devices.get(0);
    b = devices.get(1);
    away = devices.get(2);
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  private long blob(StreamId stream, String text) {
    return a.push(
        a.nextPush(Payloads.of(text))
            .setStream(stream.toWire())
            .setTtlSeconds(LONG_TTL)
            .build())
        .getCursor();
  }

  private Push checkpoint(TestDevice sender, EnvelopeKind kind, long covers, String text) {
    return sender.nextPush(Payloads.of(text))
        .setKind(kind)
        .setStream(NOTES.toWire())
        .setCovers(covers)
        .build();
  }

  private long whole(TestDevice sender, long covers, String text) {
    return sender
        .push(checkpoint(sender, EnvelopeKind.ENVELOPE_KIND_CHECKPOINT, covers, text))
        .getCursor();
  }

  private long part(TestDevice sender, long covers, String text) {
    return sender
        .push(checkpoint(sender, EnvelopeKind.ENVELOPE_KIND_CHECKPOINT_PART, covers, text))
        .getCursor();
  }

  private boolean isHeld(long cursor) {
    relay.settle();
    try (StoreSnapshot now = relay.store.snapshot()) {
      return now.payload(a.group().id(), cursor).isPresent();
    }
  }

  /** An hour at a time: the log's queue takes only so many commands at once. */
  private void serve(long millis) {
    for (long left = millis; left > 0; left -= HOUR) {
      relay.serve(Math.min(left, HOUR));
    }
  }

  private void applyAll(long cursor, TestDevice... devices) {
    for (TestDevice device : devices) {
      device.apply(cursor);
    }
    relay.settle();
  }

  @Test
  @Tag("CKPT-3")
  void coveredBlob_doesNotWaitForADeviceThatNobodySawForTheTtl_whichGetsAGap() {
    long blob = blob(NOTES, "1");
    away.session().detach();
    applyAll(blob, a, b);
    long checkpoint = whole(a, blob, "state");
    b.apply(checkpoint);

    serve(7 * DAY - HOUR);
    assertThat(isHeld(blob)).as("seen within the TTL").isTrue();
    serve(2 * HOUR);
    assertThat(isHeld(blob)).isFalse();
    assertThat(isHeld(checkpoint)).isTrue();

    away.connect(relay);
    assertThat(away.readFrom(blob).getFirst())
        .isEqualTo(new StreamItem.Missing(blob, blob, GapReason.GAP_REASON_COVERED));
    assertThat(away.payloads()).containsExactly(Payloads.of("state"));
  }

  @Test
  @Tag("CKPT-3")
  void checkpoint_coversItsOwnStreamOnly_andNothingBehindItsCursor() {
    long other = blob(StreamId.DEFAULT, "other stream");
    long covered = blob(NOTES, "covered");
    long later = blob(NOTES, "later");
    away.session().detach();
    applyAll(later, a, b);
    whole(a, covered, "state");

    serve(8 * DAY);

    assertThat(List.of(isHeld(other), isHeld(covered), isHeld(later)))
        .containsExactly(true, false, true);
  }

  @Test
  @Tag("CKPT-3")
  void deviceThatIsInASession_orWasWhenTheRelayDied_countsAsSeen() {
    long blob = blob(NOTES, "1");
    applyAll(blob, a, b);
    whole(a, blob, "state");
    serve(20 * DAY);
    assertThat(isHeld(blob)).as("it is in a session").isTrue();

    relay.close();
    relay = RelayHarness.startIn(folder);
    a.connect(relay);
    serve(HOUR + 60_000);
    assertThat(isHeld(blob)).as("it was seen when the relay ended").isTrue();
    serve(7 * DAY);
    assertThat(isHeld(blob)).isFalse();
  }

  @Test
  @Tag("CKPT-3")
  void deviceThatWasNotSeen_isWaitedForInTheFirstHourOfService() {
    long blob = blob(NOTES, "1");
    away.session().detach();
    applyAll(blob, a, b);
    serve(8 * DAY);
    relay.close();
    relay = RelayHarness.startIn(folder);
    a.connect(relay);
    whole(a, blob, "state");

    serve(HOUR - 60_000);
    assertThat(isHeld(blob)).isTrue();
    serve(120_000);
    assertThat(isHeld(blob)).isFalse();
  }

  @Test
  @Tag("CKPT-2")
  void covers_beyondWhatTheSenderAcknowledged_isRefused_andNothingIsStored() {
    long blob = blob(NOTES, "1");
    Push early = checkpoint(b, EnvelopeKind.ENVELOPE_KIND_CHECKPOINT, blob, "state");

    Error refused = b.pushRefused(early);
    assertThat(refused.getCode()).isEqualTo(ErrorCode.INVALID_MESSAGE.code());
    assertThat(refused.getDeviceSeq()).isEqualTo(early.getDeviceSeq());
    assertThat(b.push(early.toBuilder().setCovers(0).build()).getCursor()).isEqualTo(blob + 1);

    b.apply(blob); // without waiting for anything: the Ack goes before the Push
    assertThat(whole(b, blob, "state")).isEqualTo(blob + 2);
  }

  @Test
  @Tag("CKPT-2")
  @Tag("CKPT-1")
  void checkpointInParts_countsWithItsLastPart_andItsPartsWaitForIt() {
    long blob = blob(NOTES, "1");
    away.session().detach();
    applyAll(blob, a, b);
    long first = part(a, blob, "first part");
    applyAll(first, a, b);
    serve(7 * DAY - HOUR);
    assertThat(List.of(isHeld(blob), isHeld(first))).containsExactly(true, true);

    long last = whole(a, blob, "last part");
    serve(2 * HOUR);

    assertThat(List.of(isHeld(blob), isHeld(first), isHeld(last)))
        .containsExactly(false, true, true);
    away.connect(relay);
    assertThat(away.payloads())
        .containsExactly(Payloads.of("first part"), Payloads.of("last part"));
  }

  @Test
  @Tag("CKPT-1")
  void checkpoint_thatAnotherPushOfItsStreamFollows_isAbandoned_andItsPartsAreBlobs() {
    long covers = blob(NOTES, "1");
    applyAll(covers, a, b, away);
    long part = part(a, covers, "part");
    applyAll(part, b, away);
    assertThat(isHeld(part)).isTrue();

    a.push(Payloads.of("on another stream"));
    assertThat(isHeld(part)).isTrue();
    long next = blob(NOTES, "2");
    assertThat(isHeld(part)).isFalse();

    long again = part(a, covers, "part again");
    applyAll(again, a, b, away);
    long elsewhere = whole(a, next, "covers more");
    applyAll(elsewhere, b, away);
    assertThat(List.of(isHeld(again), isHeld(elsewhere))).containsExactly(false, true);
  }

  @Test
  @Tag("CKPT-4")
  void checkpointThatBecameABlobAfterItsTtl_goesAtTheNextLook() {
    applyAll(3, a, b);
    long[] cursors = new long[65];
    for (int i = 0; i < 65; i++) {
      if (i == 64) {
        serve(8 * DAY);
      }
      cursors[i] = a.push(
          checkpoint(a, EnvelopeKind.ENVELOPE_KIND_CHECKPOINT, 3, "of " + i)
              .toBuilder()
              .setStream(ByteString.copyFromUtf8(String.format("stream number %02d", i)))
              .build())
          .getCursor();
    }
    assertThat(isHeld(cursors[0])).as("two devices have not got it").isTrue();

    serve(20_000);

    assertThat(List.of(isHeld(cursors[0]), isHeld(cursors[1]))).containsExactly(false, true);
  }

  @Test
  @Tag("CKPT-1")
  void checkpoint_ofMoreThan64Parts_isRefused() {
    a.apply(3);
    for (int i = 0; i < 63; i++) {
      part(a, 3, "part " + i);
    }

    Push tooMany = checkpoint(a, EnvelopeKind.ENVELOPE_KIND_CHECKPOINT_PART, 3, "part 63");
    Error refused = a.pushRefused(tooMany);
    assertThat(refused.getMessage()).isEqualTo("A checkpoint has at most 64 parts.");
    assertThat(refused.getDeviceSeq()).isEqualTo(64);
    a.push(tooMany.toBuilder().setKind(EnvelopeKind.ENVELOPE_KIND_CHECKPOINT).build());
  }

  @Test
  @Tag("CKPT-4")
  void newestCheckpoint_hasNoTtl_andStaysUntilEverybodyAcknowledgedANewerOne() {
    applyAll(3, a, b, away);
    long old = whole(a, 3, "old");
    applyAll(old, a, b, away);
    serve(31 * DAY);
    assertThat(isHeld(old)).isTrue();

    long newer = whole(b, old, "newer");
    applyAll(newer, a, b);
    assertThat(isHeld(old)).isTrue();
    applyAll(newer, away);

    assertThat(List.of(isHeld(old), isHeld(newer))).containsExactly(false, true);
    a.connect(relay);
    assertThat(a.admission().welcome().getStoredBytes()).isEqualTo(Payloads.of("newer").size());
  }

  @Test
  @Tag("CKPT-4")
  void checkpoint_thatCoversLessThanTheNewest_isAnOrdinaryBlob() {
    applyAll(3, a, b, away);
    long more = whole(a, 3, "more");
    long less = whole(b, 2, "less");
    applyAll(less, a, away);

    assertThat(List.of(isHeld(more), isHeld(less))).containsExactly(true, false);
  }

  @Test
  @Tag("CKPT-4")
  void unfinishedCheckpoint_endsWithItsTtl_orWithItsSender() {
    applyAll(3, a, b, away);
    long part = part(b, 3, "part");
    applyAll(part, a, away);
    serve(7 * DAY + HOUR);
    assertThat(isHeld(part)).isFalse();

    long again = part(b, 3, "part again");
    applyAll(again, a, away);
    assertThat(isHeld(again)).isTrue();
    a.session().append(a.group().removal(b));
    assertThat(isHeld(again)).isFalse();
  }

  @Test
  @Tag("CKPT-4")
  void checkpointsOfMoreStreamsThanTheRelayKeeps_areOrdinaryBlobs_oldestFirst() {
    applyAll(3, a, b, away);
    long[] cursors = new long[65];
    for (int i = 0; i < 65; i++) {
      ByteString stream = ByteString.copyFromUtf8(String.format("stream number %02d", i));
      cursors[i] = a.push(
          checkpoint(a, EnvelopeKind.ENVELOPE_KIND_CHECKPOINT, 3, "of " + i)
              .toBuilder()
              .setStream(stream)
              .build())
          .getCursor();
    }
    applyAll(cursors[64], a, b, away);

    assertThat(List.of(isHeld(cursors[0]), isHeld(cursors[1]), isHeld(cursors[64])))
        .containsExactly(false, true, true);
  }

  @Test
  @Tag("CKPT-4")
  @Tag("DEL-1")
  void dormantDevice_findsTheNewestCheckpoint_whereEverythingBeforeItIsGone() {
    long blob = blob(NOTES, "1");
    a.session().append(a.group().roleChange(away, Role.ROLE_DORMANT));
    applyAll(blob, a, b);
    long checkpoint = whole(a, blob, "state");
    long after = blob(NOTES, "2");
    applyAll(after, a, b);

    away.connect(relay);
    assertThat(away.payloads()).containsExactly(Payloads.of("state"));
    assertThat(away.readFrom(1))
        .contains(new StreamItem.Missing(after, after, GapReason.GAP_REASON_TTL))
        .filteredOn(StreamItem.Missing.class::isInstance)
        .noneMatch(gap -> ((StreamItem.Missing) gap).reason() == GapReason.GAP_REASON_LOST);
    assertThat(checkpoint).isLessThan(after);
  }
}
