package dev.zerok.protocol.seal;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.wire.SignalHeader;

/** A signal that opened: its sender signed header and body. Whether it is a replay is {@link SignalOrder}'s business. */
public record OpenedSignal(DeviceId sender, SignalHeader header, ByteString body) {
  /** Without the body. */
  @Override
  public String toString() {
    return "OpenedSignal[" + sender + ", " + body.size() + " bytes]";
  }
}
