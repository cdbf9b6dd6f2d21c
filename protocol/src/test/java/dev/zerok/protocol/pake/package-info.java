/**
 * Tests of short codes and passphrases.
 *
 * <p>May import: what {@code dev.zerok.protocol.pake} may and {@code testkit}.
 *
 * <p>Start reading at {@link dev.zerok.protocol.pake.PakeTest}.
 */
@NullMarked
package dev.zerok.protocol.pake;

import org.jspecify.annotations.NullMarked;
