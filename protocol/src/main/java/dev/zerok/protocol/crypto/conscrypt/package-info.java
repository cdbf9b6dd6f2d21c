/**
 * The primitives from Conscrypt (BoringSSL through JNI). Optional: its jar or its native library for this platform may be missing.
 *
 * <p>May import: the port ({@code dev.zerok.protocol.crypto}), {@code dev.zerok.protocol.crypto.jca}, the JDK, JSpecify and
 * {@code org.conscrypt}. No other package may import {@code org.conscrypt}.
 *
 * <p>Start reading at {@link dev.zerok.protocol.crypto.conscrypt.ConscryptProvider}.
 */
@NullMarked
package dev.zerok.protocol.crypto.conscrypt;

import org.jspecify.annotations.NullMarked;
