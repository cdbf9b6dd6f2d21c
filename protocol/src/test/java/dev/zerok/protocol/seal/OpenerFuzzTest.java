package dev.zerok.protocol.seal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.wire.Deliver;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Whatever a relay or a member makes of a blob: it opens to what was sealed, or fails in one of the two typed ways. */
class OpenerFuzzTest {
  private static final int ROUNDS = 4_000;

  private final SealingGroup group = new SealingGroup("opener fuzz");
  private final FakeRandomSource random = new FakeRandomSource("mutations");
  private final OutgoingPayload hello = group.text("hello");

  @Test
  void open_mutatedFrames_failOnlyInTypedWays() {
    SealedBlob blob = group.sealByBob(hello);
    byte[] honest = SealingGroup.deliver(blob, 1).toByteArray();
    for (int i = 0; i < ROUNDS; i++) {
      try {
        openOrFail(Deliver.parseFrom(mutate(honest)), hello.body());
      } catch (InvalidProtocolBufferException e) {
        // The frame codec's business: such bytes never reach the opener.
        assertThat(e).isNotNull();
      }
    }
  }

  @Test
  void open_mutatedPlaintexts_failOnlyInTypedWays() {
    SealContext context = group.bobsContext();
    BlobEnvelope envelope = Sealer.envelope(context, hello);
    byte[] honest = plaintextOf(hello);
    for (int i = 0; i < ROUNDS; i++) {
      byte[] mutated = Arrays.copyOf(mutate(honest), honest.length);
      SealedBlob blob = Sealer.encrypt(group.crypto, context, envelope, mutated, random);
      openOrFail(SealingGroup.deliver(blob, 1), hello.body());
    }
  }

  private void openOrFail(Deliver deliver, ByteString expectedBody) {
    if (deliver.getEpoch() != group.epoch.epoch()) {
      return;
    }
    try {
      assertThat(group.open(deliver).body()).isEqualTo(expectedBody);
    } catch (ProtocolViolation | OpenFailure typed) {
      assertThat(typed.getMessage()).isNotBlank();
    }
  }

  private byte[] plaintextOf(OutgoingPayload outgoing) {
    SealedBlob blob = group.sealByBob(outgoing);
    try {
      return PayloadCipher.decrypt(group.crypto, group.id, group.epoch, blob.envelope(),
          blob.payload());
    } catch (OpenFailure e) {
      throw new AssertionError(e);
    }
  }

  /** One to four changes: a bit, a byte, a cut, a doubled piece. */
  private byte[] mutate(byte[] honest) {
    byte[] bytes = honest.clone();
    int changes = 1 + next(4);
    for (int i = 0; i < changes && bytes.length > 0; i++) {
      int at = next(bytes.length);
      switch (next(4)) {
        case 0 -> bytes[at] ^= (byte) (1 << next(8));
        case 1 -> bytes[at] = (byte) next(256);
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        default -> {
          byte[] doubled = Arrays.copyOf(bytes, bytes.length + bytes.length - at);
          System.arraycopy(bytes, at, doubled, bytes.length, bytes.length - at);
          bytes = doubled;
        }
      }
    }
    return bytes;
  }

  private int next(int bound) {
    return Math.floorMod(ByteBuffer.wrap(random.bytes(4)).getInt(), bound);
  }
}
