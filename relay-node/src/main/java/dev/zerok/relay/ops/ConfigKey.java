package dev.zerok.relay.ops;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One setting: its names, what is allowed, what holds when nobody sets it.
 *
 * @param name the name in the file; dots separate levels
 * @param fallback the value when it is not set, in the form that a person would write
 * @param allowed what may be written, as the end of "… is not allowed: "
 * @param secret whether messages must not repeat the value
 * @param meaning one line for the reader of the sample file
 * @param parser throws IllegalArgumentException for anything not allowed
 */
record ConfigKey<T>(
    String name,
    String fallback,
    String allowed,
    boolean secret,
    String meaning,
    Function<String, T> parser) {

  /** The name of the environment variable, like {@code ZEROK_OPS_LISTEN}. */
  String environmentName() {
    return "ZEROK_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /** The name of the flag, like {@code --ops-listen}. */
  String flag() {
    return "--" + name.replace('.', '-');
  }

  static ConfigKey<Long> number(String name, long fallback, long min, long max, String meaning) {
    return new ConfigKey<>(
        name,
        Long.toString(fallback),
        "a whole number from " + min + " to " + max,
        false,
        meaning,
        text -> {
          long value = Long.parseLong(text);
          if (value < min || value > max) {
            throw new IllegalArgumentException(text);
          }
          return value;
        });
  }

  static ConfigKey<String> oneOf(String name, String meaning, String fallback, String... others) {
    List<String> all = Stream.concat(Stream.of(fallback), Stream.of(others)).toList();
    return new ConfigKey<>(
        name,
        fallback,
        "one of " + String.join(", ", all),
        false,
        meaning,
        text -> {
          if (!all.contains(text)) {
            throw new IllegalArgumentException(text);
          }
          return text;
        });
  }
}
