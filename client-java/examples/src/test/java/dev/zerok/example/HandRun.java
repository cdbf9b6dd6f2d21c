package dev.zerok.example;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A person at a terminal in which {@link LedgerMain} runs. */
final class HandRun implements AutoCloseable {
  private static final String WORDS = "Words: ";

  /** The words that the terminal shows. */
  final CompletableFuture<List<String>> words = new CompletableFuture<>();

  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final PipedWriter keyboard = new PipedWriter();
  private final CompletableFuture<Integer> status = new CompletableFuture<>();

  /** What is printed, line by line. */
  private final class Screen extends OutputStream {
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    @Override
    public synchronized void write(int b) {
      if (b != '\n') {
        line.write(b);
        return;
      }
      String text = line.toString(StandardCharsets.UTF_8).strip();
      line.reset();
      lines.add(text);
      if (text.startsWith(WORDS)) {
        words.complete(List.of(text.substring(WORDS.length()).split(" ")));
      }
    }
  }

  CompletableFuture<Integer> start(String... arguments) throws Exception {
    BufferedReader in = new BufferedReader(new PipedReader(keyboard));
    Thread thread = new Thread(() -> {
      try (PrintStream out = new PrintStream(new Screen(), true, StandardCharsets.UTF_8)) {
        status.complete(LedgerMain.run(List.of(arguments), in, out));
      } catch (Exception e) {
        status.completeExceptionally(e);
      }
    }, "by hand");
    thread.setDaemon(true);
    thread.start();
    return status;
  }

  /** Presses Enter whenever something was shown, until this is. */
  void pressEnterUntil(String wanted) throws Exception {
    while (true) {
      keyboard.write("\n");
      keyboard.flush();
      String line = lines.poll(ExampleGroup.PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError("nothing more was shown; " + wanted + " was to be");
      }
      if (line.equals(wanted)) {
        return;
      }
    }
  }

  /** Ctrl-D, and waits for the end. */
  @Override
  public void close() throws Exception {
    keyboard.close();
    ExampleGroup.await(status);
  }
}
