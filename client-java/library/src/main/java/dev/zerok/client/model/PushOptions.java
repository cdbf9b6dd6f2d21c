package dev.zerok.client.model;

/**
 * How a payload is pushed. Immutable; start with {@link #DEFAULT} and change what matters.
 *
 * @param stream the app's name for a stream, at most 256 characters; empty: the default stream. Only its opaque id leaves the device
 * @param contentType the app's own words for what the body is, at most 256 characters; sealed with it
 * @param ttlSeconds how long the relay keeps it for devices that are behind, in seconds; 0: the relay's default
 */
public record PushOptions(String stream, String contentType, int ttlSeconds) {
  /** Default stream, no content type, the relay's time to live. */
  public static final PushOptions DEFAULT = new PushOptions("", "", 0);

  /** Longest stream name and content type, in characters (PROTOCOL.md § 11). */
  public static final int MAX_NAME_CHARACTERS = 256;

  public PushOptions {
    if (stream.length() > MAX_NAME_CHARACTERS || contentType.length() > MAX_NAME_CHARACTERS) {
      throw new IllegalArgumentException(
          "stream name and content type have at most " + MAX_NAME_CHARACTERS + " characters");
    }
    if (ttlSeconds < 0) {
      throw new IllegalArgumentException("a time to live is not negative: " + ttlSeconds);
    }
  }

  public PushOptions withStream(String name) {
    return new PushOptions(name, contentType, ttlSeconds);
  }

  public PushOptions withContentType(String type) {
    return new PushOptions(stream, type, ttlSeconds);
  }

  public PushOptions withTtlSeconds(int seconds) {
    return new PushOptions(stream, contentType, seconds);
  }
}
