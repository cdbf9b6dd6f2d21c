/**
 * Makes signed roster entries (PROTOCOL.md § 5). For devices and roots only: the relay must not import this package.
 *
 * <p>May import: {@code crypto}, {@code id}, {@code hash}, {@code canonical}, {@code identity}, {@code roster}, {@code epoch} and the
 * generated {@code wire} types.
 *
 * <p>Start reading at {@link dev.zerok.protocol.admin.RosterSigner}.
 */
@NullMarked
package dev.zerok.protocol.admin;

import org.jspecify.annotations.NullMarked;
