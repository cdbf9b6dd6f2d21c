/**
 * Verifies a group's roster: the signed, hash-chained list of who belongs to it (PROTOCOL.md § 5). Pure and immutable; relay and
 * clients share it, with public keys only.
 *
 * <p>May import: {@code crypto}, {@code id}, {@code hash}, {@code canonical}, {@code identity}, {@code error}, {@code limit} and
 * the generated {@code wire} types.
 *
 * <p>Start reading at {@link dev.zerok.protocol.roster.Roster}.
 */
@NullMarked
package dev.zerok.protocol.roster;

import org.jspecify.annotations.NullMarked;
