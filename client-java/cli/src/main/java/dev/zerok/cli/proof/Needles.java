package dev.zerok.cli.proof;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * Pieces of something, to be looked for elsewhere: windows spread over its whole length. If a copy lies anywhere in one piece, or
 * in pieces longer than the distance of two windows, at least one window is found in it.
 */
public final class Needles {
  /** Bytes of one window: long enough that it is never found by chance (2⁻¹⁹² a place). */
  static final int WINDOW_BYTES = 24;

  /** Windows of one source. */
  private static final int MOST_WINDOWS = 256;

  /** Windows of one source that is looked for in nine forms. */
  private static final int MOST_WINDOWS_IN_ANY_FORM = 64;

  private final String name;
  private final List<byte[]> windows;

  private Needles(String name, List<byte[]> windows) {
    this.name = name;
    this.windows = List.copyOf(windows);
  }

  /**
   * Windows of the bytes as they are.
   *
   * @throws IllegalArgumentException if there are too few bytes for one window
   */
  public static Needles of(String name, byte[] source) {
    return new Needles(name, cut(source, MOST_WINDOWS));
  }

  /** Windows of the bytes as they are, and of their hexadecimal and base64 forms (all three alignments). */
  public static Needles inAnyForm(String name, byte[] source) {
    List<byte[]> windows = new ArrayList<>(cut(source, MOST_WINDOWS_IN_ANY_FORM));
    for (byte[] window : List.copyOf(windows)) {
      windows.add(HexFormat.of().formatHex(window).getBytes(StandardCharsets.US_ASCII));
      windows.add(
          HexFormat.of().withUpperCase().formatHex(window).getBytes(StandardCharsets.US_ASCII));
      for (int alignment = 0; alignment < 3; alignment++) {
        byte[] whole = new byte[(window.length - alignment) / 3 * 3];
        System.arraycopy(window, alignment, whole, 0, whole.length);
        windows.add(Base64.getEncoder().encode(whole));
        windows.add(Base64.getUrlEncoder().encode(whole));
      }
    }
    return new Needles(name, windows);
  }

  private static List<byte[]> cut(byte[] source, int most) {
    if (source.length < WINDOW_BYTES) {
      throw new IllegalArgumentException(
          "a source has at least " + WINDOW_BYTES + " bytes, not " + source.length);
    }
    List<byte[]> windows = new ArrayList<>();
    int places = source.length - WINDOW_BYTES + 1;
    int count = Math.min(places, most);
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) i * (places - 1) / Math.max(1, count - 1));
      byte[] window = new byte[WINDOW_BYTES];
      System.arraycopy(source, from, window, 0, WINDOW_BYTES);
      windows.add(window);
    }
    return windows;
  }

  public String name() {
    return name;
  }

  /** How many windows there are. */
  public int count() {
    return windows.size();
  }

  List<byte[]> windows() {
    return windows;
  }
}
