/**
 * Short codes and passphrases: what two people can say to each other proves, with SPAKE2 (RFC 9382), that both know it, and then carries
 * an invite from one side to the other (PROTOCOL.md § 9). State machines without I/O, in the mailbox where the link's pairing goes on.
 *
 * <p>May import: {@code pairing}, {@code crypto}, {@code id}, {@code hash}, {@code canonical}, {@code limit}, {@code error} and the
 * generated {@code wire} types. The relay must not import this package.
 *
 * <p>Start reading at {@link dev.zerok.protocol.pake.PairingCode}, then {@link dev.zerok.protocol.pake.PakeInviter} and {@link
 * dev.zerok.protocol.pake.PakeJoiner}.
 */
@NullMarked
package dev.zerok.protocol.pake;

import org.jspecify.annotations.NullMarked;
