package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.PushOptions;
import dev.zerok.client.model.PushReceipt;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncProblem;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A push that the relay will never take is told as lost, each time somebody asks. */
class RefusedPushTest {
  private static final PushOptions TWO_HOURS = PushOptions.DEFAULT.withTtlSeconds(7_200);

  @TempDir Path folder;

  private static void assertRefused(CompletableFuture<?> future) {
    assertThatThrownBy(() -> ClientDevice.await(future)).isInstanceOfSatisfying(SyncProblem.class,
        problem -> assertThat(problem.reason()).isEqualTo(SyncProblem.Reason.REFUSED));
  }

  @Test
  void pushThatTheRelayRefusesForGood_isNeverAcknowledged_thoughItsPlaceIsFilled() {
    try (TestRelay relay = TestRelay.start(folder, 0, Map.of("limits.default-ttl-seconds", "3600",
        "limits.max-ttl-seconds", "3600"));
        ClientDevice first = ClientDevice.creating(relay)) {
      PushReceipt receipt =
          ClientDevice.await(first.client.push(ByteString.copyFromUtf8("long"), TWO_HOURS));
      CompletableFuture<Long> before = first.client.acknowledged(receipt);
      first.start();

      assertRefused(before);
      assertThat(first.nextEvent(SyncEvent.PushRejected.class).deviceSeq())
          .isEqualTo(receipt.deviceSeq());
      ClientDevice.await(first.client.outboxDrained());
      assertRefused(first.client.acknowledged(receipt));
      assertRefused(first.client.push(ByteString.copyFromUtf8("long"), TWO_HOURS));
      ClientDevice.await(first.client.acknowledged(first.push("short")));
    }
  }
}
