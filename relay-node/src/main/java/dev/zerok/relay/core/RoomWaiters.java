package dev.zerok.relay.core;

import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.wire.Notice;
import dev.zerok.protocol.wire.RelayFrame;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sessions whose push was refused for a quota of their group or device, and that hear as soon as it would fit (PUSH-9). At most one per connection. */
final class RoomWaiters {
  private final QuotaRules quotas;
  private final Map<SessionKey, Integer> waiting = new HashMap<>();

  RoomWaiters(QuotaRules quotas) {
    this.quotas = quotas;
  }

  /** A push of so many bytes comes; if there is no room for it its session waits. */
  void pushed(SessionKey session, GroupState state, int bytes) {
    if (!quotas.hasRoom(state, session.device(), bytes)) {
      waiting.put(session, bytes);
    }
  }

  void ended(SessionKey session) {
    waiting.remove(session);
  }

  /** Tells those for whom there is room now. A group that is not in memory has no session. */
  void tell(Turn turn, Function<GroupId, @Nullable GroupState> groups, long nowMillis) {
    Iterator<Map.Entry<SessionKey, Integer>> all = waiting.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<SessionKey, Integer> one = all.next();
      SessionKey key = one.getKey();
      @Nullable GroupState state = groups.apply(key.group());
      Optional<LiveSession> session = state == null ? Optional.empty() : state.session(key);
      if (state == null || session.isEmpty()) {
        all.remove();
      } else if (quotas.hasRoom(state, key.device(), one.getValue())) {
        all.remove();
        Notice notice =
            Notice.newBuilder().setPushCredit(session.get().meter().credit(nowMillis)).build();
        turn.leave(
            new ShardEffect.Answered(key, RelayFrame.newBuilder().setNotice(notice).build()));
      }
    }
  }
}
