package dev.zerok.relay.edge;

import dev.zerok.protocol.wire.Notice;
import dev.zerok.protocol.wire.ReconnectWindow;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.relay.door.ReconnectWindows;

/**
 * What one device was told about coming back if this node vanishes: at its Welcome, and again when the window has become twice or half
 * of that (DOOR-6). Lives on the connection's event loop.
 */
final class WindowNews {
  /** Between two Notices. */
  static final long PAUSE_MILLIS = 60_000;

  private final FrontDoor door;
  private final DeviceStream.Outlet outlet;
  private long told;
  private long next;

  WindowNews(FrontDoor door, DeviceStream.Outlet outlet, long nowMillis) {
    this.door = door;
    this.outlet = outlet;
    this.told = door.windowMillis();
    this.next = nowMillis + PAUSE_MILLIS;
  }

  /** What the device knows. */
  ReconnectWindow told() {
    return ReconnectWindow.newBuilder().setWindowMillis((int) told).build();
  }

  /** Tells what is due. */
  void tell(long nowMillis) {
    if (nowMillis < next || !ReconnectWindows.isNews(told, door.windowMillis())) {
      return;
    }
    told = door.windowMillis();
    next = nowMillis + PAUSE_MILLIS;
    Notice notice = Notice.newBuilder().setReconnect(told()).build();
    outlet.send(RelayFrame.newBuilder().setNotice(notice).build());
  }
}
