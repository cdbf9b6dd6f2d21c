package dev.zerok.relay.ops;

import dev.zerok.relay.door.DoorPolicy;

/** Reads what an operator set about the door. */
final class DoorSettings {
  private DoorSettings() {}

  /** A contradiction is told to the reader; whoever lowers only the most lowers the least too. */
  static DoorPolicy read(ConfigReader reader) {
    long min = reader.read(ConfigKeys.DOOR_MIN);
    long max = reader.read(ConfigKeys.DOOR_MAX);
    if (min > max) {
      if (reader.isSet(ConfigKeys.DOOR_MIN)) {
        reader.problem(ConfigKeys.DOOR_MIN, "must not be over " + ConfigKeys.DOOR_MAX.name());
      }
      min = max;
    }
    return new DoorPolicy((int) min, (int) max, reader.read(ConfigKeys.DOOR_BURST).intValue());
  }
}
