/**
 * One connection, seen from the relay and from the client, without any I/O: bytes, time and decisions go in, messages and events
 * come out (PROTOCOL.md § 3, and of § 6 what one connection alone can decide).
 *
 * <p>Holds the order of phases, the shape of every frame, the deadlines and the pacing rules of one connection. Who is admitted,
 * what is stored and what is delivered is decided elsewhere. May import {@code channel}, {@code noise}, {@code crypto}, {@code
 * identity}, {@code id}, {@code error}, {@code limit} and {@code wire}. Start reading at {@link
 * dev.zerok.protocol.session.RelaySession} and {@link dev.zerok.protocol.session.ClientSession}.
 */
@NullMarked
package dev.zerok.protocol.session;

import org.jspecify.annotations.NullMarked;
