/**
 * What runs a {@link dev.zerok.client.replica.Replica}: the event loop, the connection, callbacks and pairing. Decides nothing that is a
 * rule of the protocol.
 *
 * <p>May import {@code model}, {@code replica}, {@code store}, {@code transport} and {@code dev.zerok.protocol}. Start with {@link
 * dev.zerok.client.runtime.SyncService}.
 */
@NullMarked
package dev.zerok.client.runtime;

import org.jspecify.annotations.NullMarked;
