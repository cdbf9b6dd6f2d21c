package dev.zerok.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.nayuki.qrcodegen.QrCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalQrTest {
  private static final String LINK = "zerok://join/1#" + "A".repeat(300);

  @Test
  void draw_showsEveryModuleOfTheCodeWithItsQuietZone() {
    QrCode code = QrCode.encodeText(LINK, QrCode.Ecc.LOW);
    List<String> lines = TerminalQr.draw(LINK, false).lines().toList();

    for (int y = -4; y < code.size + 4; y++) {
      for (int x = -4; x < code.size + 4; x++) {
        char cell = lines.get((y + 4) / 2).charAt(x + 4);
        boolean dark = (y + 4) % 2 == 0 ? cell == '█' || cell == '▀' : cell == '█' || cell == '▄';
        assertThat(dark).as("module %d,%d", x, y).isEqualTo(code.getModule(x, y));
      }
    }
    assertThat(lines).hasSize((code.size + 8 + 1) / 2);
  }

  @Test
  void draw_inColour_endsEveryLineInTheTerminalsOwnColours() {
    assertThat(TerminalQr.draw(LINK, true).lines()).allMatch(line -> line.endsWith("\u001b[0m"));
  }
}
