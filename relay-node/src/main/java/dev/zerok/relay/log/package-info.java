/**
 * The durable order of commands on a single node: one thread, one write and one fsync for whatever waits.
 *
 * <p>May import: {@code port}, {@code core} and the protocol.
 *
 * <p>Start reading at {@link dev.zerok.relay.log.LocalShardLog}.
 */
@NullMarked
package dev.zerok.relay.log;

import org.jspecify.annotations.NullMarked;
