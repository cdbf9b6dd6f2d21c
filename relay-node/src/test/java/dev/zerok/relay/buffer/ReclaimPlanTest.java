package dev.zerok.relay.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.limit.Limits;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ReclaimPlanTest {
  private static final StoreOptions OPTIONS =
      new StoreOptions(1 << 20, 1 << 20, 2_000, 60_000, 1_000);

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
    assertThat(plan.millisUntilDue(OPTIONS, 10_000)).isEqualTo(2_000);
    plan.add(deletion(1, 9), 11_500);
    assertThat(plan.millisUntilDue(OPTIONS, 12_000)).isEqualTo(1_500);
    plan.add(deletion(1, 7), 69_500);
    assertThat(plan.millisUntilDue(OPTIONS, 69_500)).isEqualTo(500);
    assertThat(plan.millisUntilDue(OPTIONS, 70_000)).isZero();
    assertThat(plan.ranges().get(group(1))).isEqualTo(new CursorRange(5, 9));
  }

  @Test
  @Tag("DEL-3")
  void plan_isDueAtOnce_whenEnoughWasWrittenSince() {
    plan.add(deletion(1, 5), 0);
    BatchTally writes = new BatchTally();
    writes.wrote(1_000);

    plan.add(writes, 1);

    assertThat(plan.millisUntilDue(OPTIONS, 1)).isZero();
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
  void deletionsInTooManyGroups_becomeOnePassOverEverything() {
    for (int i = 0; i <= ReclaimPlan.MOST_GROUPS; i++) {
      plan.add(deletion(i, 1), 0);
    }

    assertThat(plan.isEverything()).isTrue();
    assertThat(plan.ranges()).isEmpty();
    assertThat(plan.isPending()).isTrue();
  }
}
