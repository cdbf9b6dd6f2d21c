/**
 * The primitives behind the JDK's own interface (JCA): those for which the JDK itself is the fastest, and the adapters that any
 * other JCA provider is reached through.
 *
 * <p>May import: the port ({@code dev.zerok.protocol.crypto}), the JDK and JSpecify.
 *
 * <p>Start reading at {@link dev.zerok.protocol.crypto.jca.JdkProvider}.
 */
@NullMarked
package dev.zerok.protocol.crypto.jca;

import org.jspecify.annotations.NullMarked;
