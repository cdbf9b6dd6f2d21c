package dev.zerok.relay.port;

import dev.zerok.protocol.wire.GoAwayReason;
import dev.zerok.protocol.wire.RelayFrame;
import org.jspecify.annotations.Nullable;

/**
 * An admitted session's connection, as routing sees it. Called from any thread, one call at a time.
 *
 * <p>Duties of an implementation:
 *
 * <ol>
 *   <li>It never blocks and never throws: it queues, and ends a connection that lets its queue grow over a bound.
 *   <li>It sends in the order of the calls.
 *   <li>An Error without device_seq, mailbox and roster head ends the session once it is sent (ERR-1).
 * </ol>
 */
public interface DeviceSink {
  /** PushAck, Error, Notice or MailboxMessage. */
  void answer(RelayFrame frame);

  /** A signal of another device; dropped where much waits already (SIGNAL-4). */
  void signal(RelayFrame frame);

  /** Entries up to {@code head} can be read now. Heads only grow. */
  void headMoved(long head);

  /**
   * The session is over; nothing comes after this call.
   *
   * @param lastEntry the roster entry that says so, to be sent before GoAway (ADMIT-5); null for REPLACED
   */
  void evicted(@Nullable RelayFrame lastEntry, GoAwayReason reason);
}
