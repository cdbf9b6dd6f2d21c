package dev.zerok.protocol.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.limit.Limits;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PadmeTest {
  private final SealingGroup group = new SealingGroup("padme");

  @Tag("SEAL-7")
  @ParameterizedTest
  @CsvSource({
      "2,2", "3,3", "8,8", "9,10", "15,16", "256,256", "257,272", "272,272", "273,288", "1000,1024",
      "1025,1088", "65536,65536", "65537,67584", "1000000,1015808", "1048536,1048576"
  })
  void padded_followsTheFormula(int length, int padded) {
    assertThat(Padme.padded(length)).isEqualTo(padded);
  }

  @Test
  void padded_neverShrinksNeverCostsMoreThanAnEighthAndIsIdempotent() {
    assertThat(IntStream.rangeClosed(2, 300_000))
        .allMatch(
            length -> {
              int padded = Padme.padded(length);
              return padded >= length && padded - length <= length / 8 + 1
                  && Padme.padded(padded) == padded;
            });
  }

  @Test
  void padded_belowTwo_isTheCallersFault() {
    assertThatThrownBy(() -> Padme.padded(1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Tag("SEAL-7")
  @Test
  void seal_bodiesOfOneSizeClass_giveEqualPayloadLengths() {
    int overhead = Limits.PAYLOAD_OVERHEAD_BYTES;

    assertThat(payloadSize(0)).isEqualTo(payloadSize(1)).isEqualTo(overhead + 256);
    assertThat(payloadSize(1_000)).isEqualTo(payloadSize(1_010)).isEqualTo(overhead + 1_216);
    assertThat(IntStream.rangeClosed(269, 284).map(PaddedContent::paddedLength)).containsOnly(288);
  }

  @Tag("SEAL-7")
  @Test
  void seal_theLargestBody_isCutToThePayloadLimitInsteadOfThePaddedSize() {
    assertThat(payloadSize(Sealer.MAX_BODY_BYTES)).isEqualTo(Limits.PAYLOAD_BYTES);
  }

  private int payloadSize(int bodySize) {
    ByteString body = ByteString.copyFrom(new byte[bodySize]);
    OutgoingPayload outgoing =
        SealingGroup.data(body, StreamId.DEFAULT, 1, ByteString.EMPTY, group.roster.head(), null);
    return group.sealByBob(outgoing).payload().size();
  }
}
