package dev.zerok.client.store;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@link ContentShelf} on the heap, for a store that lasts as long as its object. */
final class MemoryContentShelf implements ContentShelf {
  /** All contents together, in bytes; one that would not fit any more is refused. */
  static final long MAX_BYTES = 64L * 1024 * 1024;

  private final Map<ContentKey, Map<Integer, ByteString>> contents = new HashMap<>();

  @Override
  public synchronized Optional<String> refusal(long bytes) {
    long kept = contents.values()
        .stream()
        .flatMap(chunks -> chunks.values().stream())
        .mapToLong(ByteString::size)
        .sum();
    return kept + bytes <= MAX_BYTES
        ? Optional.empty()
        : Optional.of("a store in memory keeps at most " + MAX_BYTES + " bytes of contents");
  }

  @Override
  public synchronized void put(ContentKey key, int chunkBytes, int index, ByteString data) {
    contents.computeIfAbsent(key, any -> new HashMap<>()).put(index, data);
  }

  @Override
  public synchronized byte[] get(ContentKey key, int chunkBytes, int index, int length)
      throws IOException {
    ByteString data = contents.getOrDefault(key, Map.of()).get(index);
    if (data == null || data.size() != length) {
      throw new IOException("chunk " + index + " is not here");
    }
    return data.toByteArray();
  }

  @Override
  public synchronized void drop(ContentKey key) {
    contents.remove(key);
  }

  @Override
  public synchronized void keepOnly(Set<ContentKey> known) {
    contents.keySet().retainAll(known);
  }
}
