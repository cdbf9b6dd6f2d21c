/**
 * The client library's front door: {@link dev.zerok.client.SyncClient} creates, opens or joins a group and keeps one device in step with
 * the others through a relay that it does not trust.
 *
 * <p>May import every package below it and {@code dev.zerok.protocol}. Start reading at {@link dev.zerok.client.SyncClient}, then
 * {@code replica}, where the rules are.
 */
@NullMarked
package dev.zerok.client;

import org.jspecify.annotations.NullMarked;
