/**
 * Tests of sealed payloads.
 *
 * <p>May import: what {@code dev.zerok.protocol.seal} may, {@code admin} to make rosters, and {@code testkit}.
 *
 * <p>Start reading at {@link dev.zerok.protocol.seal.OpenerTest}.
 */
@NullMarked
package dev.zerok.protocol.seal;

import org.jspecify.annotations.NullMarked;
