package dev.zerok.relay.port;

import dev.zerok.relay.core.EntrySource;

/** The durable records as of one moment. One thread. */
public interface StoreSnapshot extends EntrySource, AutoCloseable {
  @Override
  void close();
}
