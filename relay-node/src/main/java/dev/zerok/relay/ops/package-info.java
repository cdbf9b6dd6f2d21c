/**
 * What the operator sees: configuration, health, metrics, logs, and the files that hold the relay's identity.
 *
 * <p>May import every package of the relay but its root. Start reading at {@link
 * dev.zerok.relay.ops.RelayConfig}.
 */
@NullMarked
package dev.zerok.relay.ops;

import org.jspecify.annotations.NullMarked;
