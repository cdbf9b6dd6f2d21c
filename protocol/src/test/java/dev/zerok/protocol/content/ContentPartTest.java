package dev.zerok.protocol.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.wire.PayloadKind;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContentPartTest {
  static Iterable<ContentPart> parts() {
    return ContentVectors.parts().values();
  }

  static Iterable<? extends Map.Entry<String, ? extends MessageLite>> badManifests() {
    return ContentVectors.badManifests().entrySet();
  }

  static Iterable<? extends Map.Entry<String, ? extends MessageLite>> badChunks() {
    return ContentVectors.badChunks().entrySet();
  }

  @ParameterizedTest
  @MethodSource("parts")
  @Tag("CONTENT-1")
  @Tag("CONTENT-2")
  void aPart_writtenAndRead_isTheSame(ContentPart part) throws ProtocolViolation {
    assertThat(ContentPart.isPart(part.kind())).isTrue();
    assertThat(ContentPart.parse(part.kind(), part.body())).isEqualTo(part);
  }

  @ParameterizedTest
  @MethodSource("badManifests")
  @Tag("CONTENT-1")
  void aManifestOutOfRange_isRefused(Map.Entry<String, ? extends MessageLite> bad) {
    assertRefused(PayloadKind.PAYLOAD_KIND_MANIFEST, bad.getValue().toByteString());
  }

  @ParameterizedTest
  @MethodSource("badChunks")
  @Tag("CONTENT-2")
  void aChunkOutOfRange_isRefused(Map.Entry<String, ? extends MessageLite> bad) {
    assertRefused(PayloadKind.PAYLOAD_KIND_CHUNK, bad.getValue().toByteString());
  }

  @Test
  void bytesThatAreNoMessage_areRefused() {
    ByteString cutOff = ByteString.copyFrom(new byte[]{0x0a, 0x7f});

    assertRefused(PayloadKind.PAYLOAD_KIND_CHUNK, cutOff);
    assertRefused(PayloadKind.PAYLOAD_KIND_MANIFEST, cutOff);
  }

  private static void assertRefused(PayloadKind kind, ByteString body) {
    assertThatThrownBy(() -> ContentPart.parse(kind, body))
        .isInstanceOfSatisfying(ProtocolViolation.class,
            violation -> assertThat(violation.code()).isEqualTo(ErrorCode.INVALID_MESSAGE));
  }

  @Test
  void otherPayloads_areNoParts() {
    assertThat(ContentPart.isPart(PayloadKind.PAYLOAD_KIND_DATA)).isFalse();
    assertThat(ContentPart.isPart(PayloadKind.PAYLOAD_KIND_VOID)).isFalse();
  }

  @Test
  void chunks_coverTheWholeWithoutHoleOrOverlap() {
    ContentManifest manifest = ContentVectors.manifest();

    assertThat(manifest.chunkCount()).isEqualTo(2);
    assertThat(manifest.offset(1)).isEqualTo(manifest.chunkLength(0)).isEqualTo(1_024);
    assertThat(manifest.chunkLength(1)).isEqualTo(1);
    assertThatThrownBy(() -> manifest.chunkLength(2)).isInstanceOf(IllegalArgumentException.class);
  }
}
