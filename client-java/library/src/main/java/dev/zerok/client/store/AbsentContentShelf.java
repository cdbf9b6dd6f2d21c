package dev.zerok.client.store;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/** {@link ContentShelf} of a store that keeps no contents. */
final class AbsentContentShelf implements ContentShelf {
  @Override
  public Optional<String> refusal(long bytes) {
    return Optional.of("this device's store keeps no large contents");
  }

  @Override
  public void put(ContentKey key, int chunkBytes, int index, ByteString data) {
    throw new IllegalStateException("this shelf refuses every content");
  }

  @Override
  public byte[] get(ContentKey key, int chunkBytes, int index, int length) throws IOException {
    throw new IOException("this device's store keeps no large contents");
  }

  @Override
  public void drop(ContentKey key) {}

  @Override
  public void keepOnly(Set<ContentKey> known) {}
}
