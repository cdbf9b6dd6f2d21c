package dev.zerok.protocol.seal;

import com.google.protobuf.ByteString;

/**
 * What a device is about to signal (PROTOCOL.md § 7.3).
 *
 * @param contentType the app's own, at most 256 characters
 * @param body at most 4 096 bytes
 * @param session 16 random bytes, drawn at each start of the sender
 * @param sessionStartedMillis the sender's clock at that start, Unix time
 * @param counter in this session, from 1, higher for each signal
 */
public record OutgoingSignal(
    String contentType, ByteString body, ByteString session, long sessionStartedMillis,
    long counter) {
  public OutgoingSignal {
    if (!SignalSealer.fits(body, contentType)) {
      throw new IllegalArgumentException("a signal's body or content type is too long");
    }
    if (session.size() != SignalSealer.SESSION_BYTES || counter < 1 || sessionStartedMillis < 0) {
      throw new IllegalArgumentException("a signal names its session and counts from 1");
    }
  }

  /** Without the body. */
  @Override
  public String toString() {
    return "OutgoingSignal[counter=" + counter + ", " + body.size() + " bytes]";
  }
}
