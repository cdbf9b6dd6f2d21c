/**
 * The one byte form of a message that is hashed or signed (PROTOCOL.md § 1).
 *
 * <p>May import: {@code error} and protobuf.
 *
 * <p>Start reading at {@link dev.zerok.protocol.canonical.Canonical}.
 */
@NullMarked
package dev.zerok.protocol.canonical;

import org.jspecify.annotations.NullMarked;
