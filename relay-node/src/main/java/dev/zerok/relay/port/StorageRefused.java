package dev.zerok.relay.port;

/** The data folder cannot be used. The message is one clear sentence for the operator; nothing in the folder was changed. */
public final class StorageRefused extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of refusal it is. */
  public enum Reason {
    /** Another process works in the folder. */
    IN_USE,
    /** The folder holds something that is not a relay's. */
    FOREIGN,
    /** A newer relay wrote the folder. */
    NEWER_FORMAT,
    /** What the folder holds does not pass its checksums. */
    DAMAGED,
    /** The folder cannot be made, read or written. */
    NOT_ACCESSIBLE,
    /** RocksDB's native library does not load on this machine. */
    NATIVE_LIBRARY
  }

  private final Reason reason;

  public StorageRefused(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public StorageRefused(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
