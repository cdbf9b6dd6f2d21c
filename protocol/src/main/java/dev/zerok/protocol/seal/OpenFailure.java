package dev.zerok.protocol.seal;

/**
 * A blob does not open. It is kept in the parking store, reported, tried again with every new epoch secret, and acknowledged
 * (RECV-3): its sender or the relay is at fault, or this program is too old. Cheap: without a stack trace.
 */
public final class OpenFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** Which check failed. */
  public enum Reason {
    BAD_SIZE("The payload is shorter or longer than any payload can be."),
    /** The first byte, for which nobody vouches: a newer version or damage, and nothing is asked of anybody because of it. */
    OTHER_FORMAT("The payload does not begin as one that this program can open."),
    UNKNOWN_VERSION("The payload is of a newer version: update this program."),
    DOES_NOT_DECRYPT("The payload was changed or moved, or sealed under another key."),
    BAD_PADDING("The payload's padding is not the prescribed one."),
    MALFORMED("What is inside the payload does not decode, or is not in canonical form."),
    ENVELOPE_DIFFERS("The fields outside the payload are not those that its sender signed."),
    UNKNOWN_SENDER("The sender was never a device of this group."),
    BAD_SIGNATURE("The payload is not signed by its sender."),
    WRONG_BODY("The body is not the one that its sender signed."),
    KIND_MISMATCH("A checkpoint and its envelope do not go together."),
    BAD_INFLATION("The compressed body does not inflate, or to more than is allowed.");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    /** What is wrong, in English, to be shown. */
    public String words() {
      return words;
    }
  }

  private final Reason reason;

  public OpenFailure(Reason reason) {
    super(reason.words, null, false, false);
    this.reason = reason;
  }

  /** Which check failed. */
  public Reason reason() {
    return reason;
  }
}
