package dev.zerok.relay.buffer;

import java.util.Arrays;

/** Keys from one to another, both included, in the order of their bytes. */
record KeyRange(byte[] from, byte[] to) {
  /** All keys. */
  static final KeyRange EVERYTHING = new KeyRange(new byte[0], RecordKeys.behindAll());

  /** Whether they have a key in common. */
  boolean meets(KeyRange other) {
    return Arrays.compareUnsigned(from, other.to) <= 0
        && Arrays.compareUnsigned(other.from, to) <= 0;
  }
}
