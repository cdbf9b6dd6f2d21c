/**
 * Who somebody is: a device's keys and the id that follows from them, a group's root keys, a relay's identity and its certificates
 * (PROTOCOL.md § 4 and § 5).
 *
 * <p>May import: {@code crypto}, {@code id}, {@code hash}, {@code canonical}, {@code error}, {@code limit} and the generated
 * {@code wire} types.
 *
 * <p>Start reading at {@link dev.zerok.protocol.identity.DeviceKeyPairs}.
 */
@NullMarked
package dev.zerok.protocol.identity;

import org.jspecify.annotations.NullMarked;
