/**
 * Makes the published test vectors in {@code protocol/vectors} (PROTOCOL.md § 12). Every verdict in them is what this module's own code
 * says; a test makes all files anew and compares them byte for byte.
 *
 * <p>May import: everything. Builders that need a package's inside stand in that package.
 *
 * <p>Start reading at {@link dev.zerok.protocol.vectors.VectorFilesTest}.
 */
@NullMarked
package dev.zerok.protocol.vectors;

import org.jspecify.annotations.NullMarked;
