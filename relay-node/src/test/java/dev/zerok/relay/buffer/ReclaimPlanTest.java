package dev.zerok.relay.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.limit.Limits;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ReclaimPlanTest {
  private static final StoreOptions OPTIONS =
      new StoreOptions(1 << 20, 1 << 20, 2_000, 60_000, 1_000, 4L << 20);

  private static final ReclaimPace PACE = ReclaimPace.first(OPTIONS);

  private final ReclaimPlan plan = new ReclaimPlan();

  private static GroupId group(int number) {
    return GroupId.of(ByteBuffer.allocate(GroupId.LENGTH).putInt(number).array());
  }

  private static BatchTally deletion(int group, long cursor) {
    BatchTally tally = new BatchTally();
    tally.deletedPayload(group(group), cursor);
    return tally;
  }

  @Test
  @Tag("DEL-3")
  void plan_isDueAfterARest_orAtTheLatestAfterAWhile() {
    plan.add(deletion(1, 5), 10_000);
    assertThat(plan.millisUntilDue(PACE, 10_000)).isEqualTo(2_000);
    plan.add(deletion(1, 9), 11_500);
    assertThat(plan.millisUntilDue(PACE, 12_000)).isEqualTo(1_500);
    plan.add(deletion(1, 7), 69_500);
    assertThat(plan.millisUntilDue(PACE, 69_500)).isEqualTo(500);
    assertThat(plan.millisUntilDue(PACE, 70_000)).isZero();
    assertThat(plan.ranges().get(group(1))).isEqualTo(new CursorRange(5, 9));
  }

  @Test
  @Tag("DEL-3")
  void plan_isDueAtOnce_whenEnoughWasWrittenSince() {
    plan.add(deletion(1, 5), 0);
    BatchTally writes = new BatchTally();
    writes.wrote(1_000);

    plan.add(writes, 1);

    assertThat(plan.millisUntilDue(PACE, 1)).isZero();
  }

  @Test
  @Tag("DEL-3")
  void defaults_keepThePromiseOfTheProtocol() {
    assertThat(StoreOptions.DEFAULT.reclaimAtLatestMillis())
        .isLessThanOrEqualTo(Limits.DELETED_BYTES_LINGER_MILLIS / 2);
    assertThat(StoreOptions.DEFAULT.reclaimWrittenBytes())
        .isLessThanOrEqualTo(Limits.DELETED_BYTES_LINGER_WRITES / 2);
  }

  @Test
  void writesAlone_makeNothingDue() {
    BatchTally writes = new BatchTally();
    writes.wrote(1_000_000);

    plan.add(writes, 1);

    assertThat(plan.isPending()).isFalse();
  }

  @Test
  void deletionsInTooManyGroups_becomeOnePassOverAllPayloads_andNothingElse() {
    for (int i = 0; i <= ReclaimPlan.MOST_GROUPS; i++) {
      plan.add(deletion(i, 1), 0);
    }

    assertThat(plan.everyPayload()).isTrue();
    assertThat(plan.everyColumn()).isFalse();
    assertThat(plan.ranges()).isEmpty();
    assertThat(plan.isPending()).isTrue();
  }

  @Test
  void tooManyClosedGroups_becomeOnePassOverEverything() {
    BatchTally tally = new BatchTally();
    for (int i = 0; i <= ReclaimPlan.MOST_GROUPS; i++) {
      tally.closed(group(i));
    }

    plan.add(tally, 0);

    assertThat(plan.everyColumn()).isTrue();
    assertThat(plan.closed()).isEmpty();
  }

  @Test
  @Tag("DEL-3")
  void cheapPass_changesNothing_costlyOnesGatherLonger() {
    StoreOptions options = StoreOptions.DEFAULT;
    assertThat(ReclaimPace.after(options, 1 << 20, 500, 0))
        .isEqualTo(new ReclaimPace(2_000, 60_000, 32L << 20));
    assertThat(ReclaimPace.after(options, 40L << 20, 2_000, 0))
        .isEqualTo(new ReclaimPace(10_000, 60_000, 32L << 20));
    assertThat(ReclaimPace.after(options, 400L << 20, 10_000, 1 << 20))
        .isEqualTo(new ReclaimPace(100_000, 100_000, 48L << 20));
    assertThat(ReclaimPace.after(options, 400L << 20, 10_000, 20L << 20))
        .isEqualTo(new ReclaimPace(100_000, 100_000, 32L << 20));
  }

  @Test
  @Tag("DEL-3")
  void costliestPass_stillEndsWithinWhatIsPromised() {
    for (long passMillis : List.of(0L, 10_000L, 100_000L, 250_000L)) {
      ReclaimPace pace =
          ReclaimPace.after(StoreOptions.DEFAULT, 100L << 30, passMillis, 0);
      assertThat(pace.atLatestMillis() + passMillis)
          .isLessThanOrEqualTo(Limits.DELETED_BYTES_LINGER_MILLIS);
      assertThat(pace.idleMillis()).isLessThanOrEqualTo(pace.atLatestMillis());
      assertThat(pace.writtenBytes()).isLessThan(Limits.DELETED_BYTES_LINGER_WRITES);
    }
  }

  @Test
  @Tag("DEL-3")
  void steadyDeletions_inAStoreThatIsCostlyToReclaim_makeFewPasses() {
    ReclaimPace pace = ReclaimPace.after(StoreOptions.DEFAULT, 2L << 30, 20_000, 0);
    int passes = 0;
    ReclaimPlan pending = new ReclaimPlan();
    for (long now = 0; now < 3_600_000; now += 1_000) {
      pending.add(deletion(1, now), now);
      if (pending.millisUntilDue(pace, now) == 0) {
        passes++;
        pending = new ReclaimPlan();
      }
    }
    assertThat(passes).isBetween(6, 8);
  }
}
