/**
 * Looking for bytes where they must be, and where they must not be: on a disk and on a wire.
 *
 * <p>May import the JDK only. Start with {@link dev.zerok.cli.proof.Needles}.
 */
@NullMarked
package dev.zerok.cli.proof;

import org.jspecify.annotations.NullMarked;
