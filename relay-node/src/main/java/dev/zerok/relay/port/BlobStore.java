package dev.zerok.relay.port;

/**
 * Where undelivered blobs, rosters and watermarks are.
 *
 * <p>Duties of an implementation:
 *
 * <ol>
 *   <li>A batch is durable as a whole when {@link StoreBatch#commit} returns, and not at all if the process dies before.
 *   <li>Deleted payloads leave every file within the time and the writes of DEL-3, without being asked.
 *   <li>Damaged data is never handed out: reading it fails.
 * </ol>
 */
public interface BlobStore extends AutoCloseable {
  /** Begins a batch. One at a time, on the log's thread. */
  StoreBatch begin();

  /** What is durable at this moment. Any thread; close it soon, it keeps deleted bytes on the disk. */
  StoreSnapshot snapshot();

  /** Flushes and lets go of the folder. No batch or snapshot may be open. */
  @Override
  void close();
}
