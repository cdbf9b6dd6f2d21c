/**
 * The Java client: a device's side of 0k-Sync.
 *
 * <p>Imports the protocol and the JDK. Clocks, threads, files and sockets stand behind ports whose
 * adapters live in {@code dev.zerok.client.system}.
 */
@NullMarked
package dev.zerok.client;

import org.jspecify.annotations.NullMarked;
