package dev.zerok.protocol.session;

import dev.zerok.protocol.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * The session is over. Always the last event of a session: send what {@code nextMessage} still gives, then close the WebSocket
 * with {@code closeCode}.
 *
 * @param closeCode of RFC 6455; from a client always 1000, since browsers and the JDK let a client say nothing else
 * @param code the error of the wire that ended it, if one did
 * @param reason in words, for one's own log; holds no key, no id and nothing of any content
 */
public record SessionEnded(int closeCode, @Nullable ErrorCode code, String reason)
    implements RelaySessionEvent, ClientSessionEvent {
  /** The session ended as agreed: Bye, GoAway. */
  public static final int NORMAL = 1000;

  /** The peer broke the protocol. */
  public static final int PROTOCOL_ERROR = 1002;

  /** A text message (WS-1); said by whoever holds the socket. */
  public static final int NOT_BINARY = 1003;

  /** Refused, too late, too slow. */
  public static final int POLICY = 1008;

  /** A message over the limit (WS-4). */
  public static final int TOO_BIG = 1009;
}
