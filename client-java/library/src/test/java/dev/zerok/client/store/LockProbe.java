package dev.zerok.client.store;

import java.nio.file.Path;

/** A process that tries to take a store's lock and tells how that went by its exit status. */
final class LockProbe {
  static final int TAKEN = 10;
  static final int LOCKED = 11;

  private LockProbe() {}

  public static void main(String[] args) throws StoreFailure {
    System.exit(status(Path.of(args[0])));
  }

  private static int status(Path file) throws StoreFailure {
    try (StoreLock lock = StoreLock.takeFile(file)) {
      return lock.isHeld() ? TAKEN : 1;
    } catch (StoreFailure e) {
      if (e.kind() == StoreFailure.Kind.LOCKED) {
        return LOCKED;
      }
      throw e;
    }
  }

  /** Its exit status, in a process of its own. */
  static int run(Path file) throws Exception {
    return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp", System.getProperty("java.class.path"), LockProbe.class.getName(), file.toString())
        .inheritIO()
        .start()
        .waitFor();
  }
}
