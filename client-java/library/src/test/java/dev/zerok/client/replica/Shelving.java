package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import dev.zerok.client.store.ClientStore;
import dev.zerok.client.store.ContentRecord;
import dev.zerok.client.store.StoreFailure;
import java.io.IOException;

/** What the engine does with a store's shelf. */
final class Shelving {
  private Shelving() {}

  static void put(ClientStore store, ShelvedChunk chunk) {
    try {
      store.content().put(chunk.key(), chunk.chunkBytes(), chunk.index(), chunk.data());
    } catch (StoreFailure e) {
      throw new AssertionError(e);
    }
  }

  /** A complete content, as it lies on the shelf. */
  static ByteString contentOf(ClientStore store, ContentRecord.ContentExpected of) {
    ByteString all = ByteString.EMPTY;
    try {
      for (int i = 0; i < of.manifest().chunkCount(); i++) {
        all = all.concat(ByteString.copyFrom(store.content()
            .get(of.key(), of.manifest().chunkBytes(), i, of.manifest().chunkLength(i))));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return all;
  }
}
