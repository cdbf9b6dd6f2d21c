/**
 * Who comes in now and who gets a slot (PROTOCOL.md § 3.5): the order at the door, its tickets, and how many handshakes this machine
 * can do. Pure: no sockets, no clock, no randomness of its own; knows neither groups nor devices.
 *
 * <p>May import the protocol only. Start with {@link dev.zerok.relay.door.Doorkeeper}.
 */
@NullMarked
package dev.zerok.relay.door;

import org.jspecify.annotations.NullMarked;
