/**
 * The identifiers of the protocol: immutable values of a fixed length, each a type of its own so that no two can be mixed up.
 *
 * <p>May import: the JDK, protobuf's {@code ByteString}, JSpecify and {@code error}.
 *
 * <p>Start reading at {@link dev.zerok.protocol.id.GroupId}.
 */
@NullMarked
package dev.zerok.protocol.id;

import org.jspecify.annotations.NullMarked;
