/**
 * The 0k-Sync protocol: everything that a device and a relay must agree on, without any I/O.
 *
 * <p>Imports nothing but the JDK, protobuf and its own sub-packages; crypto providers stand behind the
 * port in {@code dev.zerok.protocol.crypto}. Start reading at {@code protocol/PROTOCOL.md}.
 */
@NullMarked
package dev.zerok.protocol;

import org.jspecify.annotations.NullMarked;
