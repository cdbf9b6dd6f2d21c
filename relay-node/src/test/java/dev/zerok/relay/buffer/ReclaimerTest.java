package dev.zerok.relay.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zerok.protocol.id.GroupId;
import dev.zerok.relay.port.StorageFailure;
import dev.zerok.relay.testkit.RealTimeSource;
import dev.zerok.relay.testkit.RelayHarness;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pass that fails, whatever with. */
class ReclaimerTest {
  private static final StoreOptions LAZY =
      new StoreOptions(1 << 20, 4 << 20, 600_000, 600_000, 32L << 20, 4L << 20);

  private final CompletableFuture<Throwable> fatal = new CompletableFuture<>();

  private record Failing(Throwable failure) implements Reclaimer.Pass {
    @Override
    public void runAtStart() {}

    @Override
    public long run(ReclaimPlan due, boolean last) {
      if (failure instanceof RuntimeException exception) {
        throw exception;
      }
      throw (Error) failure;
    }
  }

  private Reclaimer started(Throwable failure, StoreOptions options) {
    Reclaimer reclaimer =
        new Reclaimer(new Failing(failure), options, new RealTimeSource(), fatal::complete);
    reclaimer.start();
    BatchTally tally = new BatchTally();
    tally.deletedPayload(GroupId.of(new byte[GroupId.LENGTH]), 1);
    reclaimer.committed(tally);
    return reclaimer;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  @Tag("DEL-3")
  void passThatFails_isToldAtOnce_andNothingIsWrittenAfterwards(boolean exception)
      throws Exception {
    Throwable failure =
        exception ? new IllegalStateException("a defect") : new OutOfMemoryError("in a test");

    Reclaimer reclaimer = started(failure, RelayHarness.PROMPT);

    assertThat(RelayHarness.await(fatal)).isInstanceOf(StorageFailure.class).hasCause(failure);
    assertThatExceptionOfType(StorageFailure.class).isThrownBy(reclaimer::requireSound);
    assertThat(reclaimer.whenReclaimed().toCompletableFuture()).isCompletedExceptionally();
    assertThatExceptionOfType(StorageFailure.class).isThrownBy(reclaimer::close);
  }

  @Test
  @Tag("DEL-3")
  void lastPassThatFails_isTold() {
    Reclaimer reclaimer = started(new IllegalStateException("a defect"), LAZY);

    assertThatExceptionOfType(StorageFailure.class).isThrownBy(reclaimer::close);
    assertThat(fatal).isCompleted();
  }
}
