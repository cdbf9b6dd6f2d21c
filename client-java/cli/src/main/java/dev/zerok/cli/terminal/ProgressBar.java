package dev.zerok.cli.terminal;

import java.io.PrintStream;
import java.util.Locale;

/**
 * One line at the bottom of a terminal that says how far something has come, drawn over itself; it is redrawn when the whole percentage
 * changes, so at most 101 times. Where no person looks (no terminal, {@code --json}) nothing is printed. Any thread.
 */
public final class ProgressBar implements AutoCloseable {
  private static final int CELLS = 30;
  private static final int LABEL_CHARACTERS = 32;
  private static final String CLEAR_TO_END = "\u001b[K";

  private final PrintStream out;
  private final boolean visible;
  private final String label;
  private final long total;
  private long done;
  private int drawn = -1;

  /**
   * @param out a terminal's stream: standard error, so that the report can be redirected
   * @param visible whether a person sees it, as {@link Questions#isTerminal} says
   * @param label what is on its way, a foreign name perhaps
   * @param total what 100 % are, in bytes; 0: it is complete from the start
   */
  public ProgressBar(PrintStream out, boolean visible, String label, long total) {
    if (total < 0) {
      throw new IllegalArgumentException("a total of " + total + " bytes");
    }
    this.out = out;
    this.visible = visible;
    this.label = shortened(PlainText.oneLine(label));
    this.total = total;
  }

  private static String shortened(String label) {
    int characters = label.codePointCount(0, label.length());
    return characters <= LABEL_CHARACTERS
        ? label
        : label.substring(0, label.offsetByCodePoints(0, LABEL_CHARACTERS - 1)) + "…";
  }

  /** So many bytes are done; it never goes back, and what is over the total counts as the total. */
  public synchronized void at(long bytes) {
    done = Math.max(done, Math.min(bytes, total));
    int percent = percent();
    if (visible && percent != drawn) {
      drawn = percent;
      out.print("\r" + line(percent) + CLEAR_TO_END);
      out.flush();
    }
  }

  private int percent() {
    return total == 0 ? 100 : (int) Math.floor(100.0 * done / total);
  }

  private String line(int percent) {
    int filled = CELLS * percent / 100;
    return "%s [%s%s] %3d %%  %s of %s".formatted(label, "#".repeat(filled),
        "-".repeat(CELLS - filled), percent, size(done), size(total));
  }

  /** A number of bytes as a person reads it: {@code 1.5 MB}. */
  public static String size(long bytes) {
    String[] units = {"kB", "MB", "GB", "TB"};
    double value = bytes;
    String unit = "bytes";
    for (int i = 0; i < units.length && value >= 999.95; i++) {
      value /= 1_000;
      unit = units[i];
    }
    return unit.equals("bytes")
        ? bytes + " bytes"
        : String.format(Locale.ROOT, "%.1f %s", value, unit);
  }

  /** Leaves the line as it is and goes to the next one, so that what is printed afterwards stands alone. */
  @Override
  public synchronized void close() {
    if (drawn >= 0) {
      drawn = -1;
      out.println();
      out.flush();
    }
  }
}
