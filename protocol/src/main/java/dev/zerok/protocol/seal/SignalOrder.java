package dev.zerok.protocol.seal;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.wire.SignalHeader;
import java.util.HashMap;
import java.util.Map;

/**
 * Which signals of each sender are new (SIGNAL-6): in its present session a higher counter, or another session that began later. One
 * entry per device that ever stood in the roster and signalled. Not thread-safe.
 */
public final class SignalOrder {
  private record Newest(ByteString session, long startedMillis, long counter) {}

  private final Map<DeviceId, Newest> newest = new HashMap<>();

  /** Whether this one is new; then it is the newest from now on. */
  public boolean take(OpenedSignal signal) {
    SignalHeader header = signal.header();
    Newest before = newest.get(signal.sender());
    boolean isNew =
        before == null
            || (before.session().equals(header.getSession())
                ? header.getCounter() > before.counter()
                : header.getSessionStartedMillis() > before.startedMillis());
    if (isNew) {
      newest.put(
          signal.sender(),
          new Newest(header.getSession(), header.getSessionStartedMillis(), header.getCounter()));
    }
    return isNew;
  }
}
