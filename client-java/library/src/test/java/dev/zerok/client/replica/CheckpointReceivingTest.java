package dev.zerok.client.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncEvent.HistoryLost;
import dev.zerok.client.store.StoreFailure;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.wire.CaughtUp;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.Role;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a device does with checkpoints, and with blobs that have to wait for one. */
class CheckpointReceivingTest {
  private final ReplicaGroup group = ReplicaGroup.founded();
  private final FakeRelay relay = group.relay;
  private final ReplicaDevice first = group.first;
  private ReplicaDevice second = first;

  @BeforeEach
  void pair() {
    second = group.join("second").restoring();
    relay.connect(second);
    relay.disconnect(second);
  }

  private long push(String text) {
    first.push(text);
    relay.run();
    return relay.entries.size();
  }

  private void checkpoint(long covers, String state) {
    first.checkpoint(covers, state);
    relay.run();
  }

  @Test
  @Tag("CKPT-6")
  void gap_isClosedByACheckpoint_andWhatItDoesNotCoverFollowsIt() {
    push("one");
    long two = push("two");
    push("three");
    checkpoint(two, "one two");
    push("four");
    relay.expiredUpTo = two;

    relay.connect(second);

    assertThat(second.seen).containsExactly("state one two", "blob three", "blob four");
    assertThat(second.events(HistoryLost.class)).isEmpty();
    assertThat(second.replica.view().parked()).isZero();
    assertThat(relay.acknowledged).containsEntry(second.id(), (long) relay.entries.size());
  }

  @Test
  @Tag("CKPT-6")
  void gap_thatNoCheckpointCovers_isToldAtCaughtUp_andTheRestIsHandedOn() {
    long one = push("one");
    long two = push("two");
    push("three");
    relay.expiredUpTo = two;

    relay.connect(second);

    assertThat(second.seen).containsExactly("blob three");
    assertThat(second.events(HistoryLost.class)).containsExactly(new HistoryLost(one, two));
    assertThat(second.replica.view().parked()).isZero();
  }

  @Test
  @Tag("CKPT-6")
  void checkpoint_thatThisDeviceDoesNotNeed_isPassed() {
    long one = push("one");
    checkpoint(one, "one");

    relay.connect(second);

    assertThat(second.seen).containsExactly("blob one");
    assertThat(second.replica.view().coveredTo(StreamId.DEFAULT)).isEqualTo(one);
  }

  @Test
  @Tag("CKPT-6")
  @Tag("PAIR-8")
  void newDevice_keepsBlobsOfAnAnnouncedStream_acknowledged_untilItsCheckpointCame()
      throws StoreFailure {
    ReplicaDevice late = group.let("late", Role.ROLE_MEMBER);
    long added = relay.entries.size();
    late.store.commit(List.of(AwaitedHistory.announced(List.of(StreamId.DEFAULT), added)));
    late.restoring();
    push("one");
    relay.connect(late);
    long two = push("two");

    assertThat(late.seen).isEmpty();
    assertThat(late.replica.view().parked()).isEqualTo(2);
    assertThat(relay.acknowledged).containsEntry(late.id(), two);

    relay.disconnect(late);
    late.crash();
    relay.connect(late);
    assertThat(late.seen).as("kept over a crash").isEmpty();
    checkpoint(added - 1, "before it was added");
    assertThat(late.seen).as("leaves out what nobody delivers").isEmpty();
    checkpoint(two - 1, "one");

    assertThat(late.seen).containsExactly("state one", "blob two");
    push("three");
    assertThat(late.seen).containsExactly("state one", "blob two", "blob three");
    assertThat(late.replica.view().parked()).isZero();
    assertThat(late.events(SyncEvent.BlobParked.class)).isEmpty();
  }

  @Test
  @Tag("CKPT-6")
  void newDevice_thatWaitsForAStateThatNeverComes_goesOnWithoutItInTheEnd() throws StoreFailure {
    ReplicaDevice late = group.let("late", Role.ROLE_MEMBER);
    long added = relay.entries.size();
    late.store.commit(List.of(AwaitedHistory.announced(List.of(StreamId.DEFAULT), added)));
    late.restoring();
    relay.connect(late);
    push("one");
    late.now += ReplicaLimits.HISTORY_WAITS_MILLIS - 1;
    long two = push("two");
    assertThat(late.seen).isEmpty();
    assertThat(late.events(HistoryLost.class)).isEmpty();

    late.now++;
    push("three");

    assertThat(late.seen).containsExactly("blob one", "blob two", "blob three");
    assertThat(late.events(HistoryLost.class)).containsExactly(new HistoryLost(1, added));
    assertThat(late.replica.view().isWhole()).isFalse();
    assertThat(late.replica.view().parked()).isZero();
    assertThat(relay.acknowledged).containsEntry(late.id(), two + 1);
  }

  @Test
  @Tag("CKPT-1")
  @Tag("CKPT-6")
  void checkpointInParts_isPutTogether_alsoAfterACrashBetweenThem() {
    long one = push("one");
    String large = "x".repeat(2_200_000);
    first.checkpoint(one, large);
    relay.run();
    relay.expiredUpTo = one;

    relay.lieTo = second;
    relay.lie = frames -> frames.stream()
        .takeWhile(frame -> frame.getDeliver().getCursor() < one + 3)
        .filter(frame -> !frame.hasCaughtUp())
        .toList();
    relay.connect(second);
    assertThat(second.seen).isEmpty();
    assertThat(second.replica.view().parked()).isEqualTo(2);
    relay.disconnect(second);
    second.crash();
    relay.lieTo = null;
    relay.connect(second);

    assertThat(second.seen).containsExactly("state " + large);
    assertThat(second.replica.view().parked()).isZero();
    assertThat(second.events(HistoryLost.class)).isEmpty();
  }

  /** A pull ends where it was told to; the head, and the checkpoint's last part, come with the next one. */
  @Test
  @Tag("CKPT-6")
  @Tag("PULL-2")
  void checkpointInParts_isPutTogether_alsoWhereAPullEndedBetweenThem() {
    long one = push("one");
    String large = "x".repeat(2_200_000);
    first.checkpoint(one, large);
    relay.run();
    relay.expiredUpTo = one;
    relay.lieTo = second;
    relay.lie = frames -> frames.stream()
        .filter(frame -> frame.getDeliver().getCursor() < one + 3)
        .map(frame -> frame.hasCaughtUp() ? endOfPull(one + 2) : frame)
        .toList();
    relay.connect(second);

    assertThat(second.events(HistoryLost.class)).isEmpty();
    assertThat(second.events).noneMatch(event -> event.equals(new SyncEvent.CaughtUp(one + 2)));
    assertThat(second.replica.view().isCaughtUp()).isFalse();
    relay.disconnect(second);
    relay.lieTo = null;
    relay.connect(second);

    assertThat(second.seen).containsExactly("state " + large);
    assertThat(second.events(HistoryLost.class)).isEmpty();
    assertThat(second.replica.view().isCaughtUp()).isTrue();
  }

  private static RelayFrame endOfPull(long cursor) {
    return RelayFrame.newBuilder()
        .setCaughtUp(CaughtUp.newBuilder().setCursor(cursor).setMore(true))
        .build();
  }

  @Test
  @Tag("RECV-5")
  void pullThatEndsBeforeWhatItNames_isAFork() {
    push("one");
    relay.lieTo = second;
    relay.lie = frames -> frames.stream()
        .filter(frame -> !frame.hasDeliver())
        .map(frame -> frame.hasCaughtUp() ? endOfPull(relay.entries.size()) : frame)
        .toList();

    relay.connect(second);

    assertThat(second.stopped()).isEqualTo(StopCause.FORK);
  }

  /** A device that was let in and awaits the default stream's state, which it has received nothing of. */
  private ReplicaDevice awaiting() throws StoreFailure {
    ReplicaDevice late = group.let("late", Role.ROLE_MEMBER);
    late.store.commit(List.of(
        AwaitedHistory.announced(List.of(StreamId.DEFAULT), relay.entries.size())));
    late.crash();
    return late;
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 2_200_000})
  @Tag("CKPT-6")
  void whereNoAppIsHere_aCheckpointThatIsNeeded_waitsForTheNextRun(int length)
      throws StoreFailure {
    ReplicaDevice late = awaiting().unattended();
    relay.connect(late);
    String state = "x".repeat(length);
    checkpoint(relay.entries.size(), state);

    assertThat(relay.acknowledged.getOrDefault(late.id(), 0L)).isLessThan(relay.entries.size());
    assertThat(late.events(HistoryLost.class)).isEmpty();
    relay.disconnect(late);
    late.unattended();
    relay.connect(late);
    relay.disconnect(late);
    late.restoring();
    relay.connect(late);
    push("after it");

    assertThat(late.seen).containsExactly("state " + state, "blob after it");
    assertThat(late.replica.view().parked()).isZero();
    assertThat(relay.acknowledged).containsEntry(late.id(), (long) relay.entries.size());
    assertThat(late.replica.view().isWhole()).isTrue();
  }

  @Test
  @Tag("CKPT-6")
  void whereNoAppIsHere_aGap_andTheStateThatClosesIt_waitForTheNextRun() {
    push("one");
    long two = push("two");
    checkpoint(two, "one two");
    relay.expiredUpTo = two;
    second.unattended();
    relay.connect(second);

    assertThat(relay.acknowledged.getOrDefault(second.id(), 0L)).isLessThan(two);
    relay.disconnect(second);
    second.restoring();
    relay.connect(second);

    assertThat(second.seen).containsExactly("state one two");
    assertThat(second.events(HistoryLost.class)).isEmpty();
    assertThat(second.replica.view().isWhole()).isTrue();
  }

  @Test
  @Tag("CKPT-6")
  void appWithoutSnapshots_isToldOnceWhatItLacks_andNothingWaitsForAStateAnyMore()
      throws StoreFailure {
    ReplicaDevice late = awaiting();
    long added = relay.entries.size();
    relay.connect(late);
    push("one");
    checkpoint(relay.entries.size(), "one");
    checkpoint(relay.entries.size(), "one again");

    assertThat(late.seen).containsExactly("blob one");
    assertThat(late.events(HistoryLost.class)).containsExactly(new HistoryLost(1, added));
    assertThat(relay.acknowledged).containsEntry(late.id(), (long) relay.entries.size());

    relay.disconnect(late);
    late.restoring();
    relay.connect(late);
    push("two");
    assertThat(late.seen).containsExactly("blob one", "blob two");
    assertThat(late.replica.view().parked()).isZero();
    assertThat(late.replica.view().isWhole()).as("it never had what came before").isFalse();
  }

  @Test
  @Tag("CKPT-6")
  void appWithoutSnapshots_getsWhatAnEarlierRunKeptBack() throws StoreFailure {
    ReplicaDevice late = awaiting().restoring();
    relay.connect(late);
    push("kept");
    assertThat(late.replica.view().parked()).isEqualTo(1);
    relay.disconnect(late);
    late.unattended().attended();
    relay.connect(late);
    checkpoint(relay.entries.size(), "kept");
    push("after it");

    assertThat(late.seen).containsExactly("blob kept", "blob after it");
    assertThat(late.events(HistoryLost.class)).hasSize(1);
    assertThat(late.replica.view().parked()).isZero();
  }
}
