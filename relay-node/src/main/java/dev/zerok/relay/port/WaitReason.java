package dev.zerok.relay.port;

/**
 * Why a client that asked to be admitted was told to come back later, before anything was decided about it. For the relay's own
 * counters only.
 */
public enum WaitReason {
  /** As many presented chains wait for being verified as may, of all clients together. */
  CHAINS_AT_WORK,
  /** Its address prefix has as many of those as one may. */
  CHAINS_OF_ADDRESS,
  /** Its address prefix had as many roster entries verified lately as one may. */
  ENTRIES_OF_ADDRESS,
  /** The disk is full, and a presented chain may need room on it. */
  DISK_FULL,
  /** All groups together hold as much as they may. */
  TOTAL_FULL,
  /** Its address prefix created as many groups lately as one may. */
  CREATIONS_OF_ADDRESS,
  /** The log's queue is full. */
  LOG_FULL,
  /** The relay stops. */
  SHUTTING_DOWN
}
