/**
 * The relay's rules, and nothing else: who may do what, which cursor comes next, who still needs a blob, what a device sees.
 * No socket, disk, clock, thread or source of randomness: time and fresh ids come in as arguments, durable records through
 * {@link dev.zerok.relay.core.ShardRecords}.
 *
 * <p>May import: the JDK, protobuf's {@code ByteString} and the protocol's packages (never sealing, pairing, epoch secrets or
 * roster signing).
 *
 * <p>Start reading at {@link dev.zerok.relay.core.Shard}, then {@link dev.zerok.relay.core.GroupState}.
 */
@NullMarked
package dev.zerok.relay.core;

import org.jspecify.annotations.NullMarked;
