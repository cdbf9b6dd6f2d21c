package dev.zerok.cli.demo;

import java.io.PrintStream;

/** Tells the demo's story in words, eighty columns wide. */
final class Narrator {
  private static final int COLUMNS = 78;
  private static final String BOLD = "\u001b[1m";
  private static final String GREEN = "\u001b[32m";
  private static final String RED = "\u001b[31m";
  private static final String DIM = "\u001b[2m";
  private static final String NORMAL = "\u001b[0m";

  private final PrintStream out;
  private final boolean colour;
  private int step;

  Narrator(PrintStream out, boolean colour) {
    this.out = out;
    this.colour = colour;
  }

  /** A new step begins. */
  void step(String title) {
    step++;
    out.println();
    out.println(paint(BOLD, step + "  " + title));
  }

  /** Explains what is about to happen. */
  void say(String words) {
    wrap("   ", "   ", words, DIM);
  }

  /** Something was seen to hold. */
  void seen(String words) {
    wrap("   ✓ ", "     ", words, GREEN);
  }

  /** Something did not hold. */
  void failed(String words) {
    String[] lines = words.split("\n", -1);
    wrap("   ✗ ", "     ", lines[0], RED);
    // What a process said stays as it said it.
    for (int i = 1; i < lines.length; i++) {
      line("     " + lines[i]);
    }
  }

  /** A line as it is. */
  void line(String words) {
    out.println(words);
    out.flush();
  }

  String bold(String words) {
    return paint(BOLD, words);
  }

  private void wrap(String first, String next, String words, String style) {
    StringBuilder line = new StringBuilder(first);
    int begun = line.length();
    for (String word : words.split(" ", -1)) {
      if (line.length() > begun && line.length() + word.length() > COLUMNS) {
        line(paint(style, line.toString().stripTrailing()));
        line = new StringBuilder(next);
        begun = line.length();
      }
      line.append(word).append(' ');
    }
    line(paint(style, line.toString().stripTrailing()));
  }

  private String paint(String style, String words) {
    return colour ? style + words + NORMAL : words;
  }
}
