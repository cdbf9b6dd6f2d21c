package dev.zerok.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextTest {
  @Test
  void foreignText_cannotMoveTheCursorColourTheScreenOrTurnTheLine() {
    assertThat(PlainText.oneLine("a\u001b[2Jb\rc\nd\u202ee\u200bf\u0007g"))
        .isEqualTo("a\uFFFD[2Jb\uFFFDc\uFFFDd\uFFFDe\uFFFDf\uFFFDg");
  }

  @Test
  void ordinaryTextOfAnyScript_staysAsItIs() {
    assertThat(PlainText.oneLine("Zoë’s 手机 😀")).isEqualTo("Zoë’s 手机 😀");
    assertThat(PlainText.lines("two\nlines\tand a tab")).isEqualTo("two\nlines\tand a tab");
  }
}
