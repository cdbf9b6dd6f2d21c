/**
 * The primitives from Bouncy Castle's lightweight API. It has all of them, so everything runs on it alone, on any platform;
 * other providers only make single primitives faster.
 *
 * <p>May import: the port ({@code dev.zerok.protocol.crypto}), the JDK, JSpecify and {@code org.bouncycastle}. No other package
 * may import {@code org.bouncycastle}.
 *
 * <p>Start reading at {@link dev.zerok.protocol.crypto.bc.BouncyCastleProvider}.
 */
@NullMarked
package dev.zerok.protocol.crypto.bc;

import org.jspecify.annotations.NullMarked;
