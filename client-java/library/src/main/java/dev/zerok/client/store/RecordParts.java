package dev.zerok.client.store;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts records into encoded parts of bounded size, each for a frame of its own. */
final class RecordParts {
  private RecordParts() {}

  /** At least one part, each about {@code partBytes} long unless a single record is longer. */
  static List<byte[]> split(List<StoreRecord> records, int partBytes) {
    byte[] whole = RecordCodec.encode(records);
    if (whole.length <= partBytes) {
      return List.of(whole);
    }
    Arrays.fill(whole, (byte) 0);
    List<byte[]> parts = new ArrayList<>();
    ByteArrayOutputStream part = new ByteArrayOutputStream();
    for (StoreRecord record : records) {
      part.writeBytes(RecordCodec.encode(List.of(record)));
      if (part.size() >= partBytes) {
        parts.add(part.toByteArray());
        part = new ByteArrayOutputStream();
      }
    }
    if (part.size() > 0) {
      parts.add(part.toByteArray());
    }
    return parts;
  }
}
