package dev.zerok.relay.port;

/** The node's clocks. Any thread. */
public interface TimeSource {
  /** Never goes back, has no meaning beyond differences, may stand still while the machine sleeps. */
  long monotonicMillis();

  /** As {@link #monotonicMillis}, finer: for measuring. */
  long monotonicNanos();

  /** Unix time as the machine believes it; told to clients as advice, used for nothing else. */
  long wallMillis();
}
