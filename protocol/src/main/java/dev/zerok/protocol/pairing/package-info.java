/**
 * Invites and pairing: how a new device comes into a group without the relay having a say (PROTOCOL.md § 9). The two sides are state
 * machines without I/O: mailbox bodies and a person's answers in, events out.
 *
 * <p>May import: {@code crypto}, {@code noise}, {@code id}, {@code hash}, {@code canonical}, {@code position}, {@code limit}, {@code
 * error}, {@code identity}, {@code roster}, {@code epoch}, {@code admin} and the generated {@code wire} types. The relay must not
 * import this package.
 *
 * <p>Start reading at {@link dev.zerok.protocol.pairing.InviteLink}, then {@link dev.zerok.protocol.pairing.Joiner} and {@link
 * dev.zerok.protocol.pairing.Inviter}.
 */
@NullMarked
package dev.zerok.protocol.pairing;

import org.jspecify.annotations.NullMarked;
