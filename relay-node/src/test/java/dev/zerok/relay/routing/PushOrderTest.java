package dev.zerok.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.Error;
import dev.zerok.protocol.wire.Push;
import dev.zerok.relay.core.PushRate;
import dev.zerok.relay.core.ShardPolicy;
import dev.zerok.relay.testkit.Payloads;
import dev.zerok.relay.testkit.RelayHarness;
import dev.zerok.relay.testkit.TestDevice;
import dev.zerok.relay.testkit.TestGroup;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushOrderTest {
  @TempDir Path folder;
  private RelayHarness relay;
  private TestDevice sender;

  @BeforeEach
  void start() {
    relay = RelayHarness.in(folder)
        .policy(policy(2_000, 3_000, new PushRate(60, 6, 1 << 20, 1 << 20)))
        .start();
    sender = TestGroup.connected(relay, "g", 2).get(0);
  }

  @AfterEach
  void stop() {
    relay.close();
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

  @Test
  @Tag("PUSH-10")
  void push_withEverythingWrong_isToldOneThingAfterTheOther_inTheOrderOfTheProtocol() {
    sender.push(Payloads.of("a", 1_500));
    sender.push(Payloads.of("b", 1_500));
    Push wrong = sender.nextPush(Payloads.of("c", 2_001))
        .setDeviceSeq(5)
        .setEpoch(9)
        .setKindValue(9)
        .build();

    assertRefused(ErrorCode.INVALID_MESSAGE, wrong);
    wrong = wrong.toBuilder().setKind(EnvelopeKind.ENVELOPE_KIND_CHECKPOINT).setCovers(99).build();
    assertRefused(ErrorCode.SEQUENCE_GAP, wrong);
    wrong = wrong.toBuilder().setDeviceSeq(3).build();
    assertRefused(ErrorCode.STALE_EPOCH, wrong);
    wrong = wrong.toBuilder().setEpoch(1).build();
    assertRefused(ErrorCode.INVALID_MESSAGE, wrong);
    wrong = wrong.toBuilder().setKind(EnvelopeKind.ENVELOPE_KIND_BLOB).setCovers(0).build();
    assertRefused(ErrorCode.BLOB_TOO_LARGE, wrong);
    Push fits = wrong.toBuilder().setPayload(Payloads.of("c", 1_500)).build();
    assertRefused(ErrorCode.RATE_LIMITED, fits);
    relay.disk.fillTo(0.85);
    earnOnePush();
    assertRefused(ErrorCode.STORAGE_FULL, fits);
    relay.disk.fillTo(0.1);
    earnOnePush();
    assertRefused(ErrorCode.GROUP_QUOTA_EXCEEDED, fits);
  }

  private void earnOnePush() {
    relay.time.pass(1_000);
    relay.router.tick();
    assertThat(sender.sink.nextAnswer().hasNotice()).isTrue();
  }

  private void assertRefused(ErrorCode code, Push push) {
    Error error = sender.pushRefused(push);
    assertThat(error.getCode()).isEqualTo(code.code());
    assertThat(error.getDeviceSeq()).isEqualTo(push.getDeviceSeq());
  }
}
