package dev.zerok.client.store;

import dev.zerok.protocol.id.ContentId;
import dev.zerok.protocol.id.DeviceId;

/** A large content of another device: its sender and the sender's name for it, never one without the other (CONTENT-3). */
public record ContentKey(DeviceId sender, ContentId id) {
  /** A name for it in a folder. */
  String fileName() {
    return sender.hex() + "-" + id.hex();
  }
}
