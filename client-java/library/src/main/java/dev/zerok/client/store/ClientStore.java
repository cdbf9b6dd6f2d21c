package dev.zerok.client.store;

import java.util.List;

/**
 * The durable memory of one device. An implementation owes:
 *
 * <ol>
 *   <li>A batch is committed wholly or not at all, also over a crash; {@link #commit} returns when it would survive one.
 *   <li>Batches are committed in the order of the calls.
 *   <li>{@link #load} gives the fold of all committed batches as {@link StoreImage} defines it.
 *   <li>One opener at a time; a second one gets {@link StoreFailure.Kind#LOCKED}.
 *   <li>A store whose bytes were changed says so ({@link StoreFailure.Kind#DAMAGED}) instead of giving something else back.
 *   <li>After a failed commit nothing is committed any more: every further call fails.
 * </ol>
 *
 * <p>Confined to the client's own thread, but for {@link #load} before it starts.
 */
public interface ClientStore extends AutoCloseable {
  /** What was committed so far. The caller owns the copy; secrets in it are the caller's to wipe. */
  StoreImage load();

  /**
   * Commits a batch.
   *
   * @throws StoreFailure if it may not have been committed; the store is unusable from then on
   */
  void commit(List<StoreRecord> batch) throws StoreFailure;

  /** Where chunks of large contents are kept; a store that has no place for them refuses every content. */
  default ContentShelf content() {
    return ContentShelf.none();
  }

  /** Gives files and locks back and wipes keys. Idempotent; never fails. */
  @Override
  void close();
}
