/**
 * What goes wrong because of a peer: the codes of the wire, the exception that carries one, and the frames that tell it.
 *
 * <p>A programmer's fault is never one of these; it is an unchecked exception.
 *
 * <p>May import: {@code limit} and the generated {@code wire} types.
 *
 * <p>Start reading at {@link dev.zerok.protocol.error.ErrorCode}.
 */
@NullMarked
package dev.zerok.protocol.error;

import org.jspecify.annotations.NullMarked;
