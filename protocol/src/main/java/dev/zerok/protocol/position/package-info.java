/**
 * Places in a group's log and the hashes that bind them (PROTOCOL.md § 6.2).
 *
 * <p>May import: {@code id}, {@code hash}, {@code error} and the generated {@code wire} types.
 *
 * <p>Start reading at {@link dev.zerok.protocol.position.Position}.
 */
@NullMarked
package dev.zerok.protocol.position;

import org.jspecify.annotations.NullMarked;
