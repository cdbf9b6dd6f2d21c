package dev.zerok.cli.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeFileNameTest {
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "letter.txt|letter.txt", "手紙 é.txt|手紙 é.txt", "../../etc/passwd|passwd", "/etc/shadow|shadow",
      "C:\\Windows\\x.dll|x.dll",
      "..|unnamed", ".|unnamed", "...hidden|hidden", "dir/|unnamed", "a:b*c?.txt|a_b_c_.txt",
      "con.txt|_con.txt", "NUL|_NUL",
      "trailing. .|trailing"})
  void foreignName_becomesAHarmlessNameOfOneVisibleFile(String foreign, String safe) {
    assertThat(SafeFileName.of(foreign)).isEqualTo(safe);
  }

  @Test
  void emptyName_getsOne() {
    assertThat(SafeFileName.of("")).isEqualTo("unnamed");
    assertThat(SafeFileName.of("\u0000\u0001")).isEqualTo("__");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "é", "漢", "😀x"})
  void longName_keepsItsBeginningAndItsEnding_andFitsAFileSystem(String filling) {
    String safe = SafeFileName.of("holiday" + filling.repeat(300) + ".jpeg");

    assertThat(safe).startsWith("holiday" + filling).endsWith(filling + ".jpeg");
    assertThat(safe.getBytes(UTF_8)).hasSizeBetween(190, SafeFileName.MAX_BYTES);
    assertThat(safe.codePoints())
        .noneMatch(c -> Character.getType(c) == Character.SURROGATE);
  }

  @Test
  void nameOfJustTheLimit_staysAsItIs() {
    assertThat(SafeFileName.of("x".repeat(200))).isEqualTo("x".repeat(200));
    assertThat(SafeFileName.of("x".repeat(201))).isEqualTo("x".repeat(159) + "_" + "x".repeat(40));
  }

  @Test
  void contentType_carriesTheNameAndFitsItsLimit() {
    assertThat(FileContentType.nameIn(FileContentType.of("letter.txt"))).contains("letter.txt");
    assertThat(FileContentType.of("x".repeat(500) + ".png")).endsWith(".png")
        .hasSizeLessThanOrEqualTo(256);
    assertThat(FileContentType.of("😀".repeat(300))).isEqualTo("file:" + "😀".repeat(120));
    assertThat(FileContentType.nameIn("text/plain")).isEmpty();
  }
}
