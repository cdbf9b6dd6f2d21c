package dev.zerok.client.store;

import java.util.List;

/** {@link ClientStore} that lasts as long as the object: for tests, and for devices that exist for one run only. */
public final class MemoryClientStore implements ClientStore {
  private final StoreImage image;
  private final ContentShelf content = new MemoryContentShelf();
  private boolean closed;

  /** An empty store. */
  public MemoryClientStore() {
    this(new StoreImage());
  }

  /** A store that begins with a copy of {@code image}. */
  public MemoryClientStore(StoreImage image) {
    this.image = image.copy();
  }

  @Override
  public synchronized StoreImage load() {
    return image.copy();
  }

  @Override
  public synchronized void commit(List<StoreRecord> batch) throws StoreFailure {
    if (closed) {
      throw new StoreFailure(StoreFailure.Kind.IO, "The store is closed.");
    }
    batch.forEach(record -> image.apply(StoreImage.ownedCopy(record)));
  }

  @Override
  public ContentShelf content() {
    return content;
  }

  /** Commits nothing any more; what is in it can still be loaded. */
  @Override
  public synchronized void close() {
    closed = true;
  }
}
