package dev.zerok.relay.port;

import java.util.function.Consumer;

/** Every group that the relay keeps, as of one moment. */
public interface GroupCatalog {
  /** Visits all of them, in no order that means anything. Blocks for as long as that takes; any thread but an event loop's. */
  void visitGroups(Consumer<GroupSummary> visitor);
}
