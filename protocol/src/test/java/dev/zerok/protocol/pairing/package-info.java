/**
 * Tests of invites and pairing.
 *
 * <p>May import: what {@code dev.zerok.protocol.pairing} may and {@code testkit}.
 *
 * <p>Start reading at {@link dev.zerok.protocol.pairing.PairingTest}.
 */
@NullMarked
package dev.zerok.protocol.pairing;

import org.jspecify.annotations.NullMarked;
