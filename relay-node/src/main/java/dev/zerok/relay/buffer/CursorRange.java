package dev.zerok.relay.buffer;

/** Cursors from one to another, both included. */
record CursorRange(long from, long to) {
  /** Everything that a group may have. */
  static final CursorRange EVERYTHING = new CursorRange(0, Long.MAX_VALUE);

  static CursorRange of(long cursor) {
    return new CursorRange(cursor, cursor);
  }

  CursorRange span(CursorRange other) {
    return new CursorRange(Math.min(from, other.from), Math.max(to, other.to));
  }
}
