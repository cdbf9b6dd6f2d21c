package dev.zerok.protocol.pairing;

/**
 * A text is no invite that can be used (INVITE-1, INVITE-2). The message is for the person who entered it and never repeats any of the
 * text, which may hold the secret. Cheap: without a stack trace.
 */
public final class InviteProblem extends Exception {
  private static final long serialVersionUID = 1L;

  /** What is wrong with the text. */
  public enum Reason {
    NOT_AN_INVITE(
        "This is not an invite. An invite begins with zerok://join/ — copy the whole link again."),
    TOO_LONG("This is far too long for an invite. Copy only the link, from zerok:// to its end."),
    UNKNOWN_VERSION(
        "This invite was made by a newer version. Update this program, then try again."),
    UNKNOWN_SUITE(
        "This invite's group uses encryption that this program does not have. Update this program."),
    DAMAGED(
        "The invite is incomplete or has a mistyped letter. Copy the whole link, or scan the code, again."),
    INVALID("The invite is complete but says something impossible. Ask for a new one."),
    EXPIRED("The invite has expired. Ask for a new one. If it is new, check this device's clock.");

    private final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  private final Reason reason;

  InviteProblem(Reason reason) {
    super(reason.words, null, false, false);
    this.reason = reason;
  }

  /** What is wrong with the text. */
  public Reason reason() {
    return reason;
  }
}
