package dev.zerok.client.store;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Where a store keeps the chunks of contents that are on their way here: beside its records, so that they fill neither its log nor the
 * heap. An implementation owes:
 *
 * <ol>
 *   <li>What {@link #put} put survives a crash as soon as it returned; within a transaction that is begun, with that.
 *   <li>A chunk that is put again replaces the one that is there.
 *   <li>A chunk whose bytes were changed is not given back: {@link #get} fails.
 * </ol>
 *
 * <p>Everything but {@link #get} is confined to the client's own thread; {@link #get} may be called from any.
 */
public interface ContentShelf {
  /** Why so many bytes more cannot be kept, in words; empty if they can. */
  Optional<String> refusal(long bytes);

  /**
   * Keeps a chunk.
   *
   * @param chunkBytes of every chunk of this content but the last
   * @throws StoreFailure if it may not be there; the store is unusable from then on
   */
  void put(ContentKey key, int chunkBytes, int index, ByteString data) throws StoreFailure;

  /**
   * A chunk that was put.
   *
   * @param length its bytes
   * @throws IOException if it cannot be read, was changed, or the store was closed
   */
  byte[] get(ContentKey key, int chunkBytes, int index, int length) throws IOException;

  /** Forgets a content; nothing if there is nothing of it. */
  void drop(ContentKey key) throws StoreFailure;

  /** Forgets all contents but these: what a crash between the records and the shelf left over. */
  void keepOnly(Set<ContentKey> known) throws StoreFailure;

  /** The shelf of a store that keeps no contents: it refuses all. */
  static ContentShelf none() {
    return new AbsentContentShelf();
  }
}
