package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import dev.zerok.client.store.ContentKey;

/**
 * A chunk that must lie on the store's shelf before the step's records are committed.
 *
 * @param chunkBytes of every chunk of its content but the last
 */
public record ShelvedChunk(ContentKey key, int chunkBytes, int index, ByteString data) {}
