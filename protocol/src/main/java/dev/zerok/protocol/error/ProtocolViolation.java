package dev.zerok.protocol.error;

/**
 * A peer sent something that the protocol does not allow, or that does not verify. Cheap: it has no stack trace, because it says
 * nothing about our own code. Never thrown for a programmer's fault.
 */
public class ProtocolViolation extends Exception {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /**
   * @param code what an Error frame about this says
   * @param message what is wrong and what to do, in English, to be shown to the peer: nothing secret, no key, no id
   */
  public ProtocolViolation(ErrorCode code, String message) {
    super(message, null, false, false);
    this.code = code;
  }

  /** The most frequent kind: INVALID_MESSAGE with these words. */
  public static ProtocolViolation invalid(String message) {
    return new ProtocolViolation(ErrorCode.INVALID_MESSAGE, message);
  }

  public final ErrorCode code() {
    return code;
  }

  /** What is wrong, in words. */
  public final String words() {
    return String.valueOf(getMessage());
  }
}
