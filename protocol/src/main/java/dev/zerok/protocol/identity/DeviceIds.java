package dev.zerok.protocol.identity;

import dev.zerok.protocol.canonical.Canonical;
import dev.zerok.protocol.crypto.Suite;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.wire.DeviceKeys;

/** Derives device ids (PROTOCOL.md § 5). */
public final class DeviceIds {
  private DeviceIds() {}

  /** The id of the device with these keys; the keys must be free of unknown fields. */
  public static DeviceId of(Suite suite, GroupId group, DeviceKeys keys) {
    return DeviceId.of(
        Sha256.labelled("0k/device/v1")
            .ascii(suite.wireName())
            .u8(0)
            .bytes(group.bytes())
            .bytes(Canonical.encode(keys))
            .finish()
            .substring(0, DeviceId.LENGTH));
  }
}
