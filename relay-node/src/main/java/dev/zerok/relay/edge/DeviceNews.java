package dev.zerok.relay.edge;

import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.relay.port.DeviceSession;
import java.util.Optional;

/**
 * When a device is told of the others: who is connected, and how far they are. Often enough to be useful and rarely enough that a busy
 * group costs a session next to nothing; nothing is told while much waits to be sent (PRES-3, WMARK-2).
 *
 * <p>Lives on the connection's event loop.
 */
final class DeviceNews {
  /** Between two frames of presence. */
  static final long PRESENCE_MILLIS = 1_000;

  /** Between two frames of watermarks. */
  static final long WATERMARKS_MILLIS = 3_000;

  private final DeviceSession device;
  private final DeviceStream stream;
  private final DeviceStream.Outlet outlet;
  private long nextPresence = Long.MIN_VALUE;
  private long nextWatermarks = Long.MIN_VALUE;

  DeviceNews(DeviceSession device, DeviceStream stream, DeviceStream.Outlet outlet) {
    this.device = device;
    this.stream = stream;
    this.outlet = outlet;
  }

  /** Tells what is due. */
  void tell(long queuedBytes, long nowMillis) {
    if (queuedBytes >= DeviceStream.LOW_WATER_BYTES || !stream.isRosterSent()) {
      return;
    }
    if (nowMillis >= nextPresence) {
      Optional<RelayFrame> presence = device.presenceNews();
      if (presence.isPresent()) {
        nextPresence = nowMillis + PRESENCE_MILLIS;
        outlet.send(presence.get());
      }
    }
    if (nowMillis >= nextWatermarks) {
      Optional<RelayFrame> watermarks = device.watermarkNews();
      if (watermarks.isPresent()) {
        nextWatermarks = nowMillis + WATERMARKS_MILLIS;
        outlet.send(watermarks.get());
      }
    }
  }
}
