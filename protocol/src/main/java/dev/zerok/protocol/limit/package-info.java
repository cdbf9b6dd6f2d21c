/**
 * Every number of the protocol in one place (PROTOCOL.md § 11 and § 3), with the relations between them.
 *
 * <p>May import: nothing but the JDK.
 *
 * <p>Start reading at {@link dev.zerok.protocol.limit.Limits}.
 */
@NullMarked
package dev.zerok.protocol.limit;

import org.jspecify.annotations.NullMarked;
