package dev.zerok.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressBarTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

  private String after(boolean visible, String label, long total, long... steps) {
    try (ProgressBar bar = new ProgressBar(
        new PrintStream(shown, true, StandardCharsets.UTF_8), visible, label, total)) {
      for (long step : steps) {
        bar.at(step);
      }
    }
    return shown.toString(StandardCharsets.UTF_8).replace("\u001b[K", "").replace("\r", "|");
  }

  @Test
  void bar_showsHowFarItIs_andEndsItsLine() {
    assertThat(after(true, "film", 2_000_000, 0, 1_000_000, 2_000_000)).isEqualToIgnoringNewLines(
        "|film [------------------------------]   0 %  0 bytes of 2.0 MB"
            + "|film [###############---------------]  50 %  1.0 MB of 2.0 MB"
            + "|film [##############################] 100 %  2.0 MB of 2.0 MB");
  }

  @Test
  void bar_isRedrawnOnlyWhenThePercentageChanges_andNeverGoesBack() {
    assertThat(after(true, "f", 1_000, 500, 501, 509, 400, 5_000).chars().filter(c -> c == '|'))
        .hasSize(2);
  }

  @Test
  void bar_thatNobodySees_printsNothing() {
    assertThat(after(false, "film", 100, 50, 100)).isEmpty();
  }

  @Test
  void bar_cleansAndShortensAForeignName() {
    assertThat(after(true, "\u001b[2J" + "x".repeat(40), 0, 0))
        .startsWith("|\uFFFD[2J" + "x".repeat(27) + "… [");
  }

  @Test
  void size_roundsToOneDigit() {
    assertThat(ProgressBar.size(999)).isEqualTo("999 bytes");
    assertThat(ProgressBar.size(1_000)).isEqualTo("1.0 kB");
    assertThat(ProgressBar.size(999_960)).isEqualTo("1.0 MB");
    assertThat(ProgressBar.size(1_550_000_000L)).isEqualTo("1.6 GB");
  }
}
