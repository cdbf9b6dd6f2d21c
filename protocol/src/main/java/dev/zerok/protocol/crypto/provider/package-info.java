/**
 * Puts a suite together from the providers that are there. Composition roots call it once and hand the {@link
 * dev.zerok.protocol.crypto.Crypto} on; nothing else imports it.
 *
 * <p>May import: the port ({@code dev.zerok.protocol.crypto}) and its provider packages.
 *
 * <p>Start reading at {@link dev.zerok.protocol.crypto.provider.Providers}.
 */
@NullMarked
package dev.zerok.protocol.crypto.provider;

import org.jspecify.annotations.NullMarked;
