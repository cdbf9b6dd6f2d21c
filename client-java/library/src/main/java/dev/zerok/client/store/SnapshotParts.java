package dev.zerok.client.store;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Cuts a snapshot's records into encoded parts of bounded size. */
final class SnapshotParts {
  private SnapshotParts() {}

  /** At least one part, each about {@code partBytes} long unless a single record is longer. */
  static List<byte[]> split(List<StoreRecord> records, int partBytes) {
    List<byte[]> parts = new ArrayList<>();
    ByteArrayOutputStream part = new ByteArrayOutputStream();
    for (StoreRecord record : records) {
      part.writeBytes(RecordCodec.encode(List.of(record)));
      if (part.size() >= partBytes) {
        parts.add(part.toByteArray());
        part = new ByteArrayOutputStream();
      }
    }
    if (parts.isEmpty() || part.size() > 0) {
      parts.add(part.toByteArray());
    }
    return parts;
  }
}
