package dev.zerok.cli.demo;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** The files that are pushed: a text, a picture, and 900 000 bytes of something that does not compress. */
record DemoFiles(Path text, Path picture, Path large) {
  private static final int LARGE_BYTES = 900_000;

  static DemoFiles create(Path folder) throws IOException {
    Files.createDirectories(folder);
    Path text = folder.resolve("letter.txt");
    Files.writeString(text, """
        Dear you,

        dinner is at eight, the key is under the blue flowerpot, and the code of the
        garden gate is 4711. Nobody but you should be able to read this: not the
        relay that carries it, not who runs it, not who listens on the line.

        Yours, me
        """);
    Path picture = folder.resolve("sunset.png");
    ImageIO.write(sunset(), "png", picture.toFile());
    Path large = folder.resolve("recording.bin");
    byte[] noise = new byte[LARGE_BYTES];
    // Not a secret and not a key: contents that look different at every place.
    new SplittableRandom(System.nanoTime()).nextBytes(noise);
    Files.write(large, noise);
    return new DemoFiles(text, picture, large);
  }

  private static BufferedImage sunset() {
    BufferedImage image = new BufferedImage(480, 320, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setPaint(new GradientPaint(0, 0, new Color(40, 50, 110), 0, 220, new Color(250, 150, 80)));
    g.fillRect(0, 0, 480, 220);
    g.setColor(new Color(255, 230, 140));
    g.fillOval(200, 150, 90, 90);
    g.setPaint(new GradientPaint(0, 220, new Color(200, 110, 80), 0, 320, new Color(20, 30, 70)));
    g.fillRect(0, 220, 480, 100);
    g.dispose();
    return image;
  }

  List<Path> all() {
    return List.of(text, picture, large);
  }

  static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
