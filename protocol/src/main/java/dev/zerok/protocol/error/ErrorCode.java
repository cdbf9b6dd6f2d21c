package dev.zerok.protocol.error;

import dev.zerok.protocol.wire.Retry;
import java.util.Arrays;
import java.util.Optional;

/**
 * The codes that an Error frame may carry (PROTOCOL.md § 8), each with whether a retry can help and what to do. Reserved codes, and
 * those that stand in the relay's own log only, are not among them.
 */
public enum ErrorCode {
  INVALID_MESSAGE(1000, Retry.RETRY_NEVER, "This is a defect of the sending program: report it."),
  UNAUTHORIZED(
      1002, Retry.RETRY_NEVER,
      "Not admitted: removed, unknown group or wrong relay. Ask another device."),
  SEQUENCE_CONFLICT(
      1005, Retry.RETRY_NEVER,
      "This store is a copy or was restored from a backup: pair the device again."),
  STALE_EPOCH(
      1006, Retry.RETRY_AFTER_CHANGE,
      "Apply the roster entries, then seal this push and all after it anew."),
  SEQUENCE_GAP(1007, Retry.RETRY_AFTER_CHANGE, "Send again from the expected device sequence on."),
  ROSTER_CONFLICT(1008, Retry.RETRY_AFTER_CHANGE,
      "Apply the roster up to the given head, then decide again."),
  RATE_LIMITED(2000, Retry.RETRY_LATER, "Wait for push credit."),
  BLOB_TOO_LARGE(2001, Retry.RETRY_NEVER, "Send it in parts."),
  GROUP_QUOTA_EXCEEDED(
      2002, Retry.RETRY_LATER,
      "The group's space is full: bring the devices that are behind online, or remove them."),
  RELAY_OVERLOADED(3000, Retry.RETRY_LATER, "The relay is busy: try again later."),
  RELAY_SHUTTING_DOWN(3001, Retry.RETRY_LATER, "The relay is shutting down: try again later."),
  NOT_ENOUGH_REPLICAS(3002, Retry.RETRY_LATER,
      "The relay cannot store safely at the moment: try again later."),
  STORAGE_FULL(3003, Retry.RETRY_LATER, "The relay's disk is full: tell its operator.");

  private final int code;
  private final Retry retry;
  private final String advice;

  ErrorCode(int code, Retry retry, String advice) {
    this.code = code;
    this.retry = retry;
    this.advice = advice;
  }

  /** The error of that number; empty for one that is not known or not allowed on the wire. */
  public static Optional<ErrorCode> byNumber(int number) {
    return Arrays.stream(values()).filter(error -> error.code == number).findFirst();
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /** Whether, and after what, sending the same again can help. */
  public Retry retry() {
    return retry;
  }

  /** What to do, in English; at most 256 characters. Of UNAUTHORIZED these words are part of the protocol (ADMIT-2). */
  public String advice() {
    return advice;
  }
}
