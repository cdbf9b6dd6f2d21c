package dev.zerok.relay.routing;

import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.wire.Presence;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.Watermarks;
import java.util.Optional;

/** What one session was told of its group's board already. One thread at a time. */
final class SessionNews {
  private final GroupBoard board;
  private final DeviceId device;
  private final boolean presence;
  private long presenceTold;
  private long marksTold;

  /**
   * @param presence whether this session is told who is connected (PRES-1, PRES-2)
   */
  SessionNews(GroupBoard board, DeviceId device, boolean presence) {
    this.board = board;
    this.device = device;
    this.presence = presence;
  }

  /** Who came and went since the last call; at the first one, and now and then again, the whole picture. */
  Optional<RelayFrame> presence() {
    long upTo = board.changes();
    if (!presence || upTo == presenceTold) {
      return Optional.empty();
    }
    Presence picture = board.presence(presenceTold, device);
    presenceTold = upTo;
    return picture.equals(Presence.getDefaultInstance())
        ? Optional.empty()
        : Optional.of(RelayFrame.newBuilder().setPresence(picture).build());
  }

  /** Which devices moved since the last call; at the first one all. */
  Optional<RelayFrame> watermarks() {
    long upTo = board.changes();
    if (upTo == marksTold) {
      return Optional.empty();
    }
    Watermarks moved = board.watermarks(marksTold);
    marksTold = upTo;
    return moved.getDevicesCount() == 0
        ? Optional.empty()
        : Optional.of(RelayFrame.newBuilder().setWatermarks(moved).build());
  }
}
