package dev.zerok.relay.testkit;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.testkit.FakeRandomSource;

/** Bytes that look like sealed payloads. */
public final class Payloads {
  private Payloads() {}

  /** The smallest that is allowed, different for every name. */
  public static ByteString of(String name) {
    return of(name, Limits.PAYLOAD_FLOOR_BYTES);
  }

  public static ByteString of(String name, int size) {
    return ByteString.copyFrom(new FakeRandomSource(name).bytes(size));
  }
}
