package dev.zerok.client.model;

import com.google.protobuf.ByteString;
import java.util.Map;

/**
 * Small state of the app that is committed in one transaction with the client's cursor, so that both happened or neither. An empty value
 * deletes its key.
 *
 * @param values at most {@link #MAX_KEYS} keys in one store, each at most 256 characters, each value at most 64 KiB
 */
public record AppChanges(Map<String, ByteString> values) {
  /** Most keys that a store holds. */
  public static final int MAX_KEYS = 1024;

  /** Longest key, in characters. */
  public static final int MAX_KEY_CHARACTERS = 256;

  /** Longest value, in bytes. */
  public static final int MAX_VALUE_BYTES = 65_536;

  /** Nothing to store. */
  public static final AppChanges NONE = new AppChanges(Map.of());

  public AppChanges {
    values = Map.copyOf(values);
    values.forEach((key, value) -> {
      if (key.isEmpty() || key.length() > MAX_KEY_CHARACTERS || value.size() > MAX_VALUE_BYTES) {
        throw new IllegalArgumentException(
            "a key has 1 to " + MAX_KEY_CHARACTERS + " characters, a value at most "
                + MAX_VALUE_BYTES + " bytes: " + key);
      }
    });
  }

  /** One key. */
  public static AppChanges of(String key, ByteString value) {
    return new AppChanges(Map.of(key, value));
  }
}
