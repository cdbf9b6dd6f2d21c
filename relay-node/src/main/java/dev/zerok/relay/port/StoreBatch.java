package dev.zerok.relay.port;

import dev.zerok.relay.core.ShardRecords;

/** Changes that become durable together. One thread. */
public interface StoreBatch extends ShardRecords, AutoCloseable {
  /** Bytes that a commit would write now. */
  long bytes();

  /**
   * Makes the changes durable: written, and forced to the disk. Without changes nothing happens.
   *
   * @return bytes written
   * @throws StorageFailure if anything of it went wrong; the process must not go on with this store
   */
  long commit();

  /** Lets go of what was not committed. */
  @Override
  void close();
}
