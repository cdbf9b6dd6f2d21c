package dev.zerok.client.model;

import dev.zerok.protocol.id.ContentId;
import dev.zerok.protocol.id.DeviceId;

/** News of a large content (PROTOCOL.md § 7.1). Names are foreign text where another device is the sender. */
public sealed interface ContentEvent {
  /** What happened, and what to do about it. */
  String words();

  /** A device began to push a content. */
  record ContentArriving(DeviceId sender, ContentId id, String name, long size)
      implements ContentEvent {
    @Override
    public String words() {
      return "Receiving " + name + ", " + size + " bytes.";
    }
  }

  /** So much of it is on this device's disk; about every hundredth. */
  record ContentReceived(DeviceId sender, ContentId id, String name, long bytes, long size)
      implements ContentEvent {
    @Override
    public String words() {
      return "Received " + bytes + " of " + size + " bytes of " + name + ".";
    }
  }

  /** This device does not take a content; its parts are acknowledged and dropped. */
  record ContentRefused(DeviceId sender, ContentId id, String name, long size, String reason)
      implements ContentEvent {
    @Override
    public String words() {
      return name + ", " + size + " bytes, was not taken: " + reason + ".";
    }
  }

  /** A content can never be complete; what was here of it was dropped. */
  record ContentIncomplete(DeviceId sender, ContentId id, String name, String reason)
      implements ContentEvent {
    @Override
    public String words() {
      return name + " cannot be completed (" + reason + "). Ask its sender to push it again.";
    }
  }

  /** Its sender gave it up; what was here of it was dropped. */
  record ContentWithdrawn(DeviceId sender, ContentId id, String name) implements ContentEvent {
    @Override
    public String words() {
      return "The sender of " + name + " gave it up.";
    }
  }

  /** A part that belongs to nothing known here, or that is malformed, was dropped; told once for each content. */
  record ContentPartDropped(DeviceId sender, String reason) implements ContentEvent {
    @Override
    public String words() {
      return "A part of a content of device " + sender + " was dropped: " + reason + ".";
    }
  }

  /** The handler did not take a content; it is handed over again after a pause. */
  record ContentNotTaken(DeviceId sender, ContentId id, String name, String reason,
      long retryInMillis) implements ContentEvent {
    @Override
    public String words() {
      return "The app could not take " + name + " (" + reason + "); it gets it again in "
          + retryInMillis + " ms.";
    }
  }

  /** The relay has all of an own content. */
  record ContentSent(ContentId id, String name, long size) implements ContentEvent {
    @Override
    public String words() {
      return name + ", " + size + " bytes, is on the relay's disk, sealed.";
    }
  }

  /** An own content was given up, and the receivers are told so. */
  record ContentGivenUp(ContentId id, String name, String reason) implements ContentEvent {
    @Override
    public String words() {
      return name + " was not pushed: " + reason;
    }
  }
}
