package dev.zerok.cli.terminal;

import io.nayuki.qrcodegen.QrCode;

/** A QR code (ISO/IEC 18004) as text: two modules stand in one character, so that it is square and small enough to be scanned. */
public final class TerminalQr {
  /** Light modules around the code, as the standard asks for. */
  private static final int QUIET_ZONE = 4;

  private static final String INVERSE = "\u001b[7m";
  private static final String NORMAL = "\u001b[0m";

  private TerminalQr() {}

  /**
   * The code of {@code text} in lines that end in a newline.
   *
   * @param colour whether the terminal may be told to show dark on light; without it the picture is right on a light background
   * @throws io.nayuki.qrcodegen.DataTooLongException if no QR code holds so much
   */
  public static String draw(String text, boolean colour) {
    QrCode code = QrCode.encodeText(text, QrCode.Ecc.LOW);
    StringBuilder picture = new StringBuilder();
    for (int y = -QUIET_ZONE; y < code.size + QUIET_ZONE; y += 2) {
      picture.append(colour ? INVERSE : "");
      for (int x = -QUIET_ZONE; x < code.size + QUIET_ZONE; x++) {
        boolean upper = code.getModule(x, y);
        boolean lower = code.getModule(x, y + 1);
        // In inverse video an empty cell is light and a full block dark only if the terminal's own colours are light on dark,
        // which inverse turns round; so dark modules are drawn as ink in both cases.
        picture.append(upper ? (lower ? '█' : '▀') : (lower ? '▄' : ' '));
      }
      picture.append(colour ? NORMAL : "").append('\n');
    }
    return picture.toString();
  }
}
