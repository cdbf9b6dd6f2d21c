package dev.zerok.relay.ops;

import dev.zerok.relay.core.SignalRate;

/**
 * What devices that are connected at the same time are to each other.
 *
 * @param presence whether they are told of each other (PRES-1)
 * @param signals how fast each may signal (SIGNAL-3)
 */
public record LiveSettings(boolean presence, SignalRate signals) {
  static LiveSettings read(ConfigReader reader) {
    return new LiveSettings(
        reader.read(ConfigKeys.PRESENCE).equals("on"),
        new SignalRate(
            reader.read(ConfigKeys.SIGNALS_PER_MINUTE).intValue(),
            reader.read(ConfigKeys.SIGNAL_BURST).intValue()));
  }
}
