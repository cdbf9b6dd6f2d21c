package dev.zerok.protocol.roster;

import com.google.protobuf.ByteString;

/**
 * How a device went out of the group, and which of its blobs still count (RECV-1).
 *
 * @param index of the entry that took it out
 * @param lastDeviceSeq REMOVED: the last of its blobs that counts, 0 = none; of the other kinds 0, there the place of the entry
 *     in the log decides
 * @param lastBlobHash REMOVED with a sequence: that blob's hash, 32 bytes; otherwise empty
 */
public record Departure(Kind kind, int index, long lastDeviceSeq, ByteString lastBlobHash) {
  /** By which entry. */
  public enum Kind {
    REMOVED,
    LEFT,
    /** By an Add that names it in {@code replaces}. */
    REPLACED,
    /** By a Reset that does not list it. */
    RESET
  }

  static Departure at(int index, Kind kind) {
    return new Departure(kind, index, 0, ByteString.EMPTY);
  }
}
