/**
 * SHA-256 over typed inputs, and the labelled input that every signature, commitment and AAD uses (PROTOCOL.md § 1).
 *
 * <p>May import: {@code id}, {@code crypto.Suite} and protobuf's {@code ByteString}.
 *
 * <p>Start reading at {@link dev.zerok.protocol.hash.Sha256}.
 */
@NullMarked
package dev.zerok.protocol.hash;

import org.jspecify.annotations.NullMarked;
