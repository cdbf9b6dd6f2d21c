package dev.zerok.relay.routing;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.relay.core.SignalRate;
import dev.zerok.relay.port.RelayMeter;
import dev.zerok.relay.port.ShardLog;
import dev.zerok.relay.port.StoreSnapshot;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What a session needs of the router around it. Any thread. */
interface SessionSupport {
  ShardLog log();

  LocalMailboxes mailboxes();

  long nowMillis();

  /** Hours since 1970, as the machine believes. */
  long nowHours();

  /** How fast a session may signal. */
  SignalRate signalRate();

  /** Gives a signal to the other devices of its group that are connected here, or to one of them. */
  void signal(LocalDeviceSession from, ByteString to, RelayFrame frame);

  RelayMeter meter();

  /** As of the last look at the disk. */
  boolean isDiskFull();

  /** What a client is told whose command found no room. */
  ErrorCode whyBusy();

  /** Runs a read on a reading thread. */
  <T> CompletionStage<T> reading(Function<StoreSnapshot, T> read);

  /** The session is over: no effect is for it any more, and its mailboxes end. */
  void forget(LocalDeviceSession session);
}
