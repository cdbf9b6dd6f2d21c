package dev.zerok.relay.port;

/**
 * The disk failed under a running relay. What it holds now is unknown, so the only right answer is to stop the process and start
 * again from what is really on the disk.
 */
public final class StorageFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StorageFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
