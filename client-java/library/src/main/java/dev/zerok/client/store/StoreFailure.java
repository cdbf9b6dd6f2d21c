package dev.zerok.client.store;

/** A store cannot be opened or written. {@link #getMessage} is one sentence that says what to do. */
public final class StoreFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Kind {
    /** Another process, or another client of this one, has it open. */
    LOCKED,
    /** The passphrase or key does not fit. */
    WRONG_KEY,
    /** Bytes were changed, moved or taken out of the middle. */
    DAMAGED,
    /** A newer version wrote it, or it is no store at all. It was left alone. */
    FOREIGN,
    /** Reading or writing failed. */
    IO
  }

  private final Kind kind;

  public StoreFailure(Kind kind, String advice) {
    super(advice);
    this.kind = kind;
  }

  public StoreFailure(Kind kind, String advice, Throwable cause) {
    super(advice, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
