/**
 * Sealed payloads: what members of a group send each other through a relay that must not read it (PROTOCOL.md § 7). Encrypt and
 * sign, decrypt and verify, and the comparisons that make a forked or shortened history visible.
 *
 * <p>May import: {@code crypto}, {@code id}, {@code hash}, {@code canonical}, {@code position}, {@code limit}, {@code error}, {@code
 * roster}, {@code epoch} and the generated {@code wire} types. The relay must not import this package.
 *
 * <p>Start reading at {@link dev.zerok.protocol.seal.Sealer} and {@link dev.zerok.protocol.seal.Opener}.
 */
@NullMarked
package dev.zerok.protocol.seal;

import org.jspecify.annotations.NullMarked;
