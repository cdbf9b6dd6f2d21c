package dev.zerok.client.model;

import com.google.protobuf.ByteString;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is committed in one transaction with the client's cursor, so that both happened or neither: small state of the app, in which an
 * empty value deletes its key, and work in a database where the store lives there.
 *
 * @param values at most {@link #MAX_KEYS} keys in one store, each at most 256 characters, each value at most 64 KiB
 * @param work what the store does in that transaction; null: nothing
 */
public record AppChanges(Map<String, ByteString> values, @Nullable TransactionWork work) {
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

  /** Values only. */
  public AppChanges(Map<String, ByteString> values) {
    this(values, null);
  }

  /** Work only; if it fails the blob counts as not applied and comes again after a pause. */
  public static AppChanges of(TransactionWork work) {
    return new AppChanges(Map.of(), work);
  }

  /** One key. */
  public static AppChanges of(String key, ByteString value) {
    return new AppChanges(Map.of(key, value));
  }
}
