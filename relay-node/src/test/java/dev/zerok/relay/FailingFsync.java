package dev.zerok.relay;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A disk whose fsync fails from a moment on that the test chooses, for one process: a small library that is loaded before the
 * system's stands between. Needs a C compiler and a system with LD_PRELOAD.
 */
final class FailingFsync {
  private static final String SOURCE =
      """
      #define _GNU_SOURCE
      #include <errno.h>
      #include <stdlib.h>
      #include <sys/syscall.h>
      #include <unistd.h>

      static int broken(void) {
        const char *trigger = getenv("FSYNC_FAILS_ONCE_THERE_IS");
        return trigger != NULL && access(trigger, F_OK) == 0;
      }

      static int sync_or_fail(long number, int fd) {
        if (broken()) {
          errno = EIO;
          return -1;
        }
        return (int) syscall(number, fd);
      }

      int fsync(int fd) { return sync_or_fail(SYS_fsync, fd); }
      int fdatasync(int fd) { return sync_or_fail(SYS_fdatasync, fd); }
      """;

  private final Path library;
  private final Path trigger;

  private FailingFsync(Path library, Path trigger) {
    this.library = library;
    this.trigger = trigger;
  }

  /** Builds the library; skips the test, in words, where that is not possible. */
  static FailingFsync in(Path folder) throws IOException, InterruptedException {
    Path compiler = Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(place -> Path.of(place, "cc"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
    assumeTrue(compiler != null && System.getProperty("os.name").equals("Linux"),
        "needs Linux and a C compiler (cc), to make fsync fail");
    Path source = Files.writeString(folder.resolve("failing_fsync.c"), SOURCE);
    Path library = folder.resolve("failing_fsync.so");
    Process compiling = new ProcessBuilder(
        compiler.toString(), "-shared", "-fPIC", "-o", library.toString(), source.toString())
        .inheritIO()
        .start();
    if (compiling.waitFor() != 0) {
      throw new AssertionError("the library was not built");
    }
    return new FailingFsync(library, folder.resolve("fsync-fails-now"));
  }

  /** For the process that is to have this disk. */
  Map<String, String> environment() {
    return Map.of(
        "LD_PRELOAD", library.toString(), "FSYNC_FAILS_ONCE_THERE_IS", trigger.toString());
  }

  /** From now on every fsync and fdatasync returns EIO. */
  void begin() throws IOException {
    Files.createFile(trigger);
  }
}
