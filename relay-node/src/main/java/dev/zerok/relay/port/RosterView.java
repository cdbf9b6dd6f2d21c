package dev.zerok.relay.port;

import dev.zerok.relay.core.RosterSlice;
import java.util.concurrent.CompletionStage;

/** A group's roster, as it was when its root asked for it (ADMIT-6). Callable from any thread; never blocks. */
public interface RosterView {
  /** Entries of the roster. */
  int length();

  /**
   * Reads on.
   *
   * @param maxBytes encoded entries to stay within; one entry is always given
   */
  CompletionStage<RosterSlice> read(int fromIndex, int maxBytes);
}
