package dev.zerok.protocol.noise;

import org.jspecify.annotations.Nullable;

/**
 * The peer sent something that Noise refuses, or a session reached its end. The phase that threw it is over: its keys are wiped, and
 * all that is left to do is to close the connection. Nothing is sent to the peer, who is not authenticated. Retrying on a new
 * connection is allowed.
 */
public final class NoiseException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why the phase ended. */
  public enum Reason {
    /** More than {@link NoiseProtocol#MAX_MESSAGE_LENGTH} bytes. */
    MESSAGE_TOO_LONG("the message is longer than 65535 bytes"),
    /** Too few bytes for the keys and tags that this message must have. */
    MESSAGE_TOO_SHORT("the message is cut off"),
    /** A tag did not verify: changed bytes, another prologue, another psk, a replayed or a skipped message. */
    BAD_TAG("the message was changed, or the two sides do not share prologue, keys or count"),
    /** The peer's key gives an all-zero shared secret. */
    BAD_KEY("the peer's key is of small order"),
    /** The peer spoke when it was our turn. */
    OUT_OF_TURN("the peer sent a handshake message when it was not its turn"),
    /** Early data, or bytes after the end, in a message that must carry none. */
    UNEXPECTED_PAYLOAD("the handshake message carries data that has no place in it"),
    /** 2^64 - 1 records were sent under one session. */
    NONCES_EXHAUSTED("the session has used up its record numbers; open a new one");

    private final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  private final Reason reason;

  NoiseException(Reason reason) {
    this(reason, null);
  }

  NoiseException(Reason reason, @Nullable Throwable cause) {
    super(reason.words, cause);
    this.reason = reason;
  }

  /** Why the phase ended. */
  public Reason reason() {
    return reason;
  }
}
