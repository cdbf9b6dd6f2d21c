package dev.zerok.protocol.pairing;

import dev.zerok.protocol.wire.PairAbortReason;

/** The other side of a pairing sent what it must not; ends the pairing. Cheap: without a stack trace. */
final class PairingFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final PairAbortReason reason;

  PairingFailure(PairAbortReason reason, String words) {
    super(words, null, false, false);
    this.reason = reason;
  }

  static PairingFailure failed(String words) {
    return new PairingFailure(PairAbortReason.PAIR_ABORT_REASON_FAILED, words);
  }

  PairAbortReason reason() {
    return reason;
  }

  String words() {
    return String.valueOf(getMessage());
  }
}
