package dev.zerok.client.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When a device makes a checkpoint by itself: what it pushed since the newest one, against what that one cost. */
class StreamBytesTest {
  private static final long AFTER = 2_000;

  private final ReplicaGroup group = ReplicaGroup.founded();
  private final FakeRelay relay = group.relay;
  private final ReplicaDevice first = group.first;
  private ReplicaDevice second = first;

  @BeforeEach
  void pair() {
    second = group.join("second").restoring();
    relay.connect(second);
    relay.disconnect(first);
    first.restoring();
    relay.connect(first);
    offer();
  }

  private void offer() {
    first.replica.checkpoints().offer(List.of("", "other"));
    second.replica.checkpoints().offer(List.of("", "other"));
  }

  private void push(ReplicaDevice device, int times) {
    for (int i = 0; i < times; i++) {
      device.push("of at least 297 bytes, sealed");
    }
    relay.run();
  }

  private static List<String> due(ReplicaDevice device) {
    return device.replica.checkpoints().due(AFTER);
  }

  @Test
  void pushes_countOnceTheRelayHasThem_atTheirSenderOnly_andOfTheirStreamOnly() {
    relay.disconnect(first);
    push(first, 10);
    assertThat(due(first)).as("the relay has none").isEmpty();

    relay.connect(first);

    assertThat(due(first)).containsExactly("");
    assertThat(due(second)).isEmpty();
    assertThat(first.replica.checkpoints().due(0)).as("never").isEmpty();
  }

  @Test
  void checkpoint_ofAnyDevice_beginsTheCountAnew() {
    push(first, 10);
    push(second, 10);
    assertThat(due(first)).containsExactly("");

    second.checkpoint(relay.entries.size(), "state");
    relay.run();

    assertThat(due(first)).isEmpty();
    assertThat(due(second)).isEmpty();
    push(first, 10);
    assertThat(due(first)).containsExactly("");
  }

  @Test
  void checkpoint_thatLeavesPushesOut_leavesThemCounted() {
    push(first, 10);
    second.checkpoint(relay.entries.size() - 9, "state");
    relay.run();

    assertThat(due(first)).containsExactly("");
  }

  @Test
  void afterALargeState_asMuchAsItIsPushed_beforeTheNext() {
    ByteString state = noise(6_000);
    assertThat(second.replica.checkpoints().hold("")).isTrue();
    second.run(second.replica.checkpoints()
        .make("", relay.entries.size(), state, ReplicaDevice.NOW));
    second.run(second.replica.resume(ReplicaDevice.NOW));
    second.pump();
    relay.run();

    push(first, 10);
    assertThat(due(first)).isEmpty();
    push(first, 15);
    assertThat(due(first)).containsExactly("");
  }

  @Test
  void count_outlastsARestart_andWhatCouldNotBeMadeIsPutOff() {
    push(first, 10);
    relay.disconnect(first);
    first.crash();
    relay.connect(first);
    offer();
    assertThat(due(first)).containsExactly("");

    first.replica.checkpoints().postpone("");

    assertThat(due(first)).isEmpty();
    push(first, 10);
    assertThat(due(first)).containsExactly("");
  }

  @Test
  @Tag("CKPT-5")
  void ownCheckpoint_isNoPushThatCounts() {
    first.checkpoint(relay.entries.size(), "x".repeat(10));
    first.checkpoint(relay.entries.size(), noise(9_000).toStringUtf8());
    relay.run();

    assertThat(first.replica.checkpoints().due(1)).isEmpty();
  }

  private static ByteString noise(int bytes) {
    byte[] noise = new byte[bytes];
    new Random(7).nextBytes(noise);
    return ByteString.copyFrom(noise);
  }
}
