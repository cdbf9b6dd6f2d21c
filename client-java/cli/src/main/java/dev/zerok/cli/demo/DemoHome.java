package dev.zerok.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The demo's folder. It goes when the demo ends, however that is: at ^C together with the processes that work in it. */
final class DemoHome implements AutoCloseable {
  /** How long the end of a killed process may take, in seconds. */
  private static final long KILL_SECONDS = 5;

  private final Path folder;
  private final boolean keep;
  private final Thread atExit = new Thread(this::clear, "zerok-demo-end");
  private volatile boolean interrupted;

  private DemoHome(Path folder, boolean keep) {
    this.folder = folder;
    this.keep = keep;
  }

  /** @param keep whether the folder stays */
  static DemoHome create(boolean keep) throws IOException {
    DemoHome home = new DemoHome(Files.createTempDirectory("zerok-demo-"), keep);
    Runtime.getRuntime().addShutdownHook(home.atExit);
    return home;
  }

  Path folder() {
    return folder;
  }

  /** Whether somebody ended this program from outside: what fails then is no failure of the demo. */
  boolean isInterrupted() {
    return interrupted;
  }

  private void clear() {
    interrupted = true;
    List<ProcessHandle> children = ProcessHandle.current().descendants().toList();
    children.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle child : children) {
      child.onExit()
          .completeOnTimeout(child, KILL_SECONDS, TimeUnit.SECONDS)
          .join();
    }
    try {
      delete();
    } catch (IOException left) {
      System.err.println("zerok: " + folder + " could not be deleted wholly.");
    }
  }

  private void delete() throws IOException {
    if (keep || !Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException ending) {
      return; // the hook runs already, and clears
    }
    delete();
  }
}
