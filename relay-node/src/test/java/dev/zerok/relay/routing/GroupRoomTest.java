package dev.zerok.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ErrorFrames;
import dev.zerok.protocol.wire.Push;
import dev.zerok.protocol.wire.PushAck;
import dev.zerok.relay.core.PushRate;
import dev.zerok.relay.core.ShardPolicy;
import dev.zerok.relay.testkit.Payloads;
import dev.zerok.relay.testkit.RelayHarness;
import dev.zerok.relay.testkit.TestDevice;
import dev.zerok.relay.testkit.TestGroup;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupRoomTest {
  @TempDir Path folder;

  @Test
  @Tag("PUSH-9")
  void push_refusedByAFullGroup_isToldByNoticeWhenThereIsRoom_once() {
    try (RelayHarness relay = RelayHarness.in(folder).policy(smallGroups()).start()) {
      List<TestDevice> devices = TestGroup.connected(relay, "g", 2);
      TestDevice sender = devices.get(0);
      TestDevice reader = devices.get(1);
      sender.push(Payloads.of("a", 1_500));
      PushAck last = sender.push(Payloads.of("b", 1_500));
      Push third = sender.nextPush(Payloads.of("c")).build();
      assertThat(sender.pushRefused(third))
          .isEqualTo(ErrorFrames.forPush(ErrorCode.GROUP_QUOTA_EXCEEDED, 3, 30_000));
      relay.router.tick();
      reader.apply(last.getCursor());
      relay.settle();

      relay.router.tick();
      relay.router.tick();

      assertThat(sender.sink.nextAnswer().hasNotice()).as("only when there is room").isTrue();
      assertThat(sender.push(third).getCursor()).as("no second notice before the answer")
          .isEqualTo(last.getCursor() + 1);
    }
  }

  private static ShardPolicy smallGroups() {
    ShardPolicy standard = ShardPolicy.DEFAULT;
    return new ShardPolicy(2_000, 3_000, standard.defaultTtlSeconds(), standard.maxTtlSeconds(),
        PushRate.DEFAULT, standard.idleGroups());
  }
}
