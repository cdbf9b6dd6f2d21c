package dev.zerok.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeedlesTest {
  private final SplittableRandom random = new SplittableRandom(1);
  private final byte[] source = noise(100_000);

  private byte[] noise(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  @Test
  void everyWindow_isFoundInTheSourceAndNoneInNoise() {
    Needles needles = Needles.of("source", source);

    assertThat(Haystack.of(List.of(noise(1_000_000), source)).count(needles))
        .isEqualTo(needles.count())
        .isEqualTo(256);
    assertThat(Haystack.of(List.of(noise(1_000_000))).count(needles)).isZero();
  }

  @Test
  void aPieceOfTheSource_isFound() {
    byte[] hay = noise(50_000);
    System.arraycopy(source, 40_000, hay, 1_234, 2_000);

    assertThat(Haystack.of(List.of(hay)).count(Needles.of("source", source))).isPositive();
    assertThat(Haystack.of(List.of(hay)).count(Needles.inAnyForm("source", source))).isPositive();
  }

  @Test
  void hexAndBase64OfTheSource_areFoundAtAnyAlignment() {
    Needles needles = Needles.inAnyForm("source", source);
    for (int shift = 0; shift < 3; shift++) {
      ByteArrayOutputStream shifted = new ByteArrayOutputStream();
      shifted.writeBytes(new byte[shift]);
      shifted.writeBytes(source);
      assertThat(
          Haystack.of(List.of(Base64.getEncoder().encode(shifted.toByteArray()))).count(needles))
          .isPositive();
      assertThat(
          Haystack.of(List.of(Base64.getUrlEncoder().encode(shifted.toByteArray()))).count(needles))
          .isPositive();
    }
    byte[] hex = HexFormat.of().formatHex(source).getBytes(StandardCharsets.US_ASCII);
    assertThat(Haystack.of(List.of(hex)).count(needles)).isPositive();
  }

  @Test
  void aFoldersFiles_areSearchedAtEveryDepth(@TempDir Path folder) throws Exception {
    Files.createDirectories(folder.resolve("a/b"));
    Files.write(folder.resolve("a/b/file"), Arrays.copyOf(source, 60_000));

    assertThat(Haystack.ofFolder(folder).count(Needles.of("source", source))).isBetween(100, 200);
    assertThat(Haystack.ofFolder(folder).bytes()).isEqualTo(60_000);
  }

  @Test
  void aSourceThatIsTooShort_isRefused() {
    assertThatThrownBy(() -> Needles.of("short", new byte[23]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
