package dev.zerok.relay.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.wire.Push;
import dev.zerok.relay.core.SessionKey;
import dev.zerok.relay.core.ShardCommand;
import org.junit.jupiter.api.Test;

class CommandQueueTest {
  private static final SessionKey SESSION =
      new SessionKey(GroupId.of(new byte[GroupId.LENGTH]), DeviceId.of(new byte[DeviceId.LENGTH]),
          1);

  private final CommandQueue queue = new CommandQueue(new LogLimits(3, 10_000, 1 << 20, 5, 50_000));

  private static ShardCommand push(int bytes) {
    Push push = Push.newBuilder().setPayload(ByteString.copyFrom(new byte[bytes])).build();
    return new ShardCommand.PushBlob(SESSION, push, ByteString.EMPTY, ByteString.EMPTY, false, 0);
  }

  private static ShardCommand end() {
    return new ShardCommand.EndSession(SESSION, 0);
  }

  @Test
  void batch_takesWhatWaitsInOrder_upToItsNumber() throws InterruptedException {
    ShardCommand first = push(1);
    ShardCommand second = push(2);
    ShardCommand third = push(3);
    ShardCommand fourth = push(4);
    queue.offer(first);
    queue.offer(second);
    queue.offer(third);
    queue.offer(fourth);

    assertThat(queue.takeBatch()).containsExactly(first, second, third);
    assertThat(queue.takeBatch()).containsExactly(fourth);
  }

  @Test
  void batch_endsBeforeItsBytesAreOver_andALargeCommandGoesAlone() throws InterruptedException {
    ShardCommand small = push(1);
    ShardCommand large = push(20_000);
    ShardCommand after = push(2);
    queue.offer(small);
    queue.offer(large);
    queue.offer(after);

    assertThat(queue.takeBatch()).containsExactly(small);
    assertThat(queue.takeBatch()).containsExactly(large);
    assertThat(queue.takeBatch()).containsExactly(after);
  }

  @Test
  void offers_areRefusedWhenTooMuchWaits_inNumberOrBytes_butWhatIsRequiredIsTaken()
      throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      assertThat(queue.offer(push(1))).isTrue();
    }
    assertThat(queue.offer(push(1))).isFalse();
    queue.require(end());
    assertThat(queue.size()).isEqualTo(6);
    queue.takeBatch();
    queue.takeBatch();

    assertThat(queue.offer(push(60_000))).isTrue();
    assertThat(queue.offer(push(1))).isFalse();
  }

  @Test
  void drainedQueue_takesNothingNew_givesOutWhatWaits_andThenEnds() throws InterruptedException {
    ShardCommand waiting = push(1);
    queue.offer(waiting);

    queue.drain();

    assertThat(queue.offer(push(2))).isFalse();
    queue.require(end());
    assertThat(queue.takeBatch()).containsExactly(waiting);
    ShardCommand left = end();
    queue.follow(left);
    assertThat(queue.takeBatch()).containsExactly(left);
    assertThat(queue.takeBatch()).isEmpty();
  }

  @Test
  void stoppedQueue_givesNothingOut() throws InterruptedException {
    queue.offer(push(1));

    queue.stop();

    assertThat(queue.takeBatch()).isEmpty();
    assertThat(queue.offer(push(1))).isFalse();
  }
}
