/**
 * The words of the client: what an app gets from it and gives to it. Values only, no behaviour.
 *
 * <p>May import {@code dev.zerok.protocol} ids. Start with {@link dev.zerok.client.model.SyncEvent} and {@link
 * dev.zerok.client.model.IncomingBlob}.
 */
@NullMarked
package dev.zerok.client.model;

import org.jspecify.annotations.NullMarked;
