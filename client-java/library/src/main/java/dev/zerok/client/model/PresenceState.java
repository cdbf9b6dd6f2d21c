package dev.zerok.client.model;

/** Whether a device is connected to the relay, in the relay's word. */
public enum PresenceState {
  /** It is. */
  ONLINE,
  /** It is not, or hides that it is. */
  OFFLINE,
  /** The relay does not say, or this device is not connected itself. */
  UNKNOWN
}
