/**
 * One device's copy of a group, as pure rules: frames, the app's wishes and the time go in; records to store and effects come out.
 * No thread, no socket, no disk, no clock.
 *
 * <p>May import {@code model}, the record types of {@code store}, and {@code dev.zerok.protocol}. Start with {@link
 * dev.zerok.client.replica.Replica}; then {@code Receiver} for the receiving rules (PROTOCOL.md § 7, RECV-1 to RECV-8) and {@code
 * PushPump} for the sending ones (§ 6.3).
 */
@NullMarked
package dev.zerok.client.replica;

import org.jspecify.annotations.NullMarked;
