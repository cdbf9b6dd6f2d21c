package dev.zerok.cli.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @Test
  void longName_keepsItsBeginningAndItsEnding() {
    assertThat(SafeFileName.of("holiday" + "😀x".repeat(300) + ".jpeg"))
        .startsWith("holiday")
        .endsWith(".jpeg")
        .hasSizeLessThanOrEqualTo(SafeFileName.MAX_CHARACTERS)
        .matches(
            name -> name.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE),
            "no half characters");
  }

  @Test
  void contentType_carriesTheNameAndFitsItsLimit() {
    assertThat(FileContentType.nameIn(FileContentType.of("letter.txt"))).contains("letter.txt");
    assertThat(FileContentType.of("x".repeat(500) + ".png")).endsWith(".png")
        .hasSizeLessThanOrEqualTo(256);
    assertThat(FileContentType.nameIn("text/plain")).isEmpty();
  }
}
