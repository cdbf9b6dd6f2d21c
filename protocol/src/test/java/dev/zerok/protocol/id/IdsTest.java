package dev.zerok.protocol.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ProtocolViolation;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class IdsTest {
  @Test
  void id_ofAnotherLength_isTheProgrammersFaultFromUsAndAViolationFromAPeer() {
    assertLength(32, GroupId::of, bytes -> () -> GroupId.fromWire(bytes));
    assertLength(16, DeviceId::of, bytes -> () -> DeviceId.fromWire(bytes));
    assertLength(16, LogId::of, bytes -> () -> LogId.fromWire(bytes));
    assertLength(16, MailboxId::of, bytes -> () -> MailboxId.fromWire(bytes));
  }

  @Test
  void id_isAValueThatPrintsItsFirstFourBytesOnly() {
    byte[] bytes = new byte[16];
    bytes[0] = (byte) 0xab;
    DeviceId id = DeviceId.of(bytes);
    bytes[0] = 0;

    assertThat(id).hasToString("ab000000…");
    assertThat(id.hex()).isEqualTo("ab000000000000000000000000000000");
    assertThat(id).isEqualTo(DeviceId.of(id.toByteArray()))
        .hasSameHashCodeAs(DeviceId.of(id.bytes()));
  }

  @Test
  void deviceIds_ascendByUnsignedBytes() {
    byte[] high = new byte[16];
    high[0] = (byte) 0x80;
    byte[] low = new byte[16];
    low[0] = 0x7f;

    assertThat(DeviceId.of(low)).isLessThan(DeviceId.of(high));
  }

  @Test
  @Tag("PUSH-8")
  void defaultStream_isNothingOnTheWireAndZerosInside() throws ProtocolViolation {
    byte[] named = new byte[16];
    named[15] = 1;

    assertThat(StreamId.fromWire(ByteString.EMPTY)).isEqualTo(StreamId.DEFAULT);
    assertThat(StreamId.DEFAULT.toWire()).isEqualTo(ByteString.EMPTY);
    assertThat(StreamId.DEFAULT.toByteArray()).isEqualTo(new byte[16]);
    assertThat(StreamId.fromWire(ByteString.copyFrom(named)).toWire())
        .isEqualTo(ByteString.copyFrom(named));
    assertThatThrownBy(() -> StreamId.fromWire(ByteString.copyFrom(new byte[16])))
        .isInstanceOf(ProtocolViolation.class);
    assertThatThrownBy(() -> StreamId.fromWire(ByteString.copyFrom(new byte[15])))
        .isInstanceOf(ProtocolViolation.class);
  }

  private static void assertLength(
      int length, Function<ByteString, Object> ours, Function<ByteString, ThrowingCallable> peers) {
    for (int wrong : new int[]{0, length - 1, length + 1}) {
      ByteString bytes = ByteString.copyFrom(new byte[wrong]);
      assertThatThrownBy(() -> ours.apply(bytes)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(peers.apply(bytes))
          .isInstanceOfSatisfying(
              ProtocolViolation.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_MESSAGE));
    }
    assertThat(ours.apply(ByteString.copyFrom(new byte[length]))).isNotNull();
  }
}
