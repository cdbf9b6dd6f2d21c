/**
 * The public socket: accepts WebSockets, runs one session per connection and paces what it writes.
 *
 * <p>An edge knows connections and nothing of groups: what a device may do is asked of the router behind
 * {@code dev.zerok.relay.port}. Imports port, core, door, protocol, Vert.x and Netty; never routing, log, buffer or
 * ops. Start reading at {@link dev.zerok.relay.edge.EdgeVerticle}, then {@link
 * dev.zerok.relay.edge.EdgeSession}.
 */
@NullMarked
package dev.zerok.relay.edge;

import org.jspecify.annotations.NullMarked;
