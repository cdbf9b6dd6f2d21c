package dev.zerok.relay.routing;

import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.relay.port.ShardLog;
import dev.zerok.relay.port.StoreSnapshot;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What a session needs of the router around it. Any thread. */
interface SessionSupport {
  ShardLog log();

  LocalMailboxes mailboxes();

  long nowMillis();

  /** As of the last look at the disk. */
  boolean isDiskFull();

  /** What a client is told whose command found no room. */
  ErrorCode whyBusy();

  /** Runs a read on a reading thread. */
  <T> CompletionStage<T> reading(Function<StoreSnapshot, T> read);

  /** The session is over: no effect is for it any more, and its mailboxes end. */
  void forget(LocalDeviceSession session);
}
