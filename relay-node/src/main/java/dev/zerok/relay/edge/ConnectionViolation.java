package dev.zerok.relay.edge;

/** A peer broke a rule of the WebSocket layer; carries the close code that it gets. */
final class ConnectionViolation extends Exception {
  private static final long serialVersionUID = 1L;

  static final int POLICY = 1008;
  static final int TOO_BIG = 1009;
  static final int NOT_BINARY = 1003;

  private final int closeCode;

  ConnectionViolation(int closeCode, String words) {
    super(words, null, false, false);
    this.closeCode = closeCode;
  }

  int closeCode() {
    return closeCode;
  }
}
