/**
 * How messages get to a relay and back: the port {@link dev.zerok.client.transport.ClientTransport} and its adapter over the JDK's own
 * WebSocket.
 *
 * <p>May import nothing of the project but {@code dev.zerok.protocol.limit}. Start with {@link
 * dev.zerok.client.transport.ClientTransport}.
 */
@NullMarked
package dev.zerok.client.transport;

import org.jspecify.annotations.NullMarked;
