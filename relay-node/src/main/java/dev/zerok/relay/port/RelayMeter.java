package dev.zerok.relay.port;

import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.relay.core.RefusalReason;

/** Counts what the relay does. Any thread; never blocks, never throws. No group, device or address ever passes here. */
public interface RelayMeter {
  /** A push was stored and acknowledged. */
  void pushStored(int payloadBytes);

  /** A push, a roster entry or a mailbox's frame was answered by this error. */
  void commandRefused(ErrorCode code);

  void admitted();

  void refused(RefusalReason reason);

  /** A client that asked to be admitted was told to come back later. */
  void toldToWait(WaitReason reason);

  /** An Ack moved a watermark. */
  void acknowledged();

  /** A batch became durable. */
  void committed(int commands, long bytes, long nanos);

  /**
   * A session signalled.
   *
   * @param within whether it was within its rate; else the signal was dropped
   */
  void signalled(boolean within);

  /** The log had no room for a command, or took nothing new any more. */
  void turnedAway();

  /** Sealed payload of all groups now. */
  void stored(long bytes);

  /** Commands waiting for the log now, and their bytes. */
  void queued(int commands, long bytes);
}
