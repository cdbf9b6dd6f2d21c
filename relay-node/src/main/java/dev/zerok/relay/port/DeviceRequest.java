package dev.zerok.relay.port;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.wire.Hello;

/**
 * A device that asks to be admitted.
 *
 * @param noiseKey the static key that the handshake proved, 32 bytes
 * @param group the group that its Hello names
 * @param hello as sent, shape-checked
 * @param addressForQuota the address prefix that created groups are counted under; never logged or stored
 */
public record DeviceRequest(ByteString noiseKey, GroupId group, Hello hello,
    String addressForQuota) {
  @Override
  public String toString() {
    return "DeviceRequest[" + group + "]";
  }
}
