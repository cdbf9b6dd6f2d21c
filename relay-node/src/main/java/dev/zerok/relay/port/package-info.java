/**
 * What the parts of the relay promise one another: interfaces with numbered duties, and the values that cross them. An
 * adapter (edge, routing, log, buffer) knows these and the core, never another adapter.
 *
 * <p>May import: the relay's {@code core} and the protocol.
 *
 * <p>Start reading at {@link dev.zerok.relay.port.GroupRouter}.
 */
@NullMarked
package dev.zerok.relay.port;

import org.jspecify.annotations.NullMarked;
