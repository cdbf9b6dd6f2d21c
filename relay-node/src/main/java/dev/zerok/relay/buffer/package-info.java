/**
 * The relay's records in RocksDB: the folder and its lock, the layout of keys and values, durable batches, and the reclaimer that
 * makes deleted payloads leave every file. The only place with RocksDB's types.
 *
 * <p>May import: {@code port}, {@code core} and the protocol.
 *
 * <p>Start reading at {@link dev.zerok.relay.buffer.RocksBlobStore}.
 */
@NullMarked
package dev.zerok.relay.buffer;

import org.jspecify.annotations.NullMarked;
