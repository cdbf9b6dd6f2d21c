/**
 * The cryptographic port: every primitive that the protocol needs, by role, with no provider's type in sight.
 *
 * <p>A suite ({@link dev.zerok.protocol.crypto.Suite}) names algorithms, {@link dev.zerok.protocol.crypto.Crypto} hands them out by
 * role, and a {@link dev.zerok.protocol.crypto.CryptoProvider} is one library that implements some of them. Key material
 * lives in {@link dev.zerok.protocol.crypto.Secret}, which cannot print and is wiped on close; randomness always comes in
 * as a {@link dev.zerok.protocol.crypto.RandomSource}.
 *
 * <p>May import: the JDK and JSpecify only. The providers live in the sub-packages and are put together by {@code
 * dev.zerok.protocol.crypto.provider}, which this package never imports.
 *
 * <p>Start reading at {@link dev.zerok.protocol.crypto.Crypto}.
 */
@NullMarked
package dev.zerok.protocol.crypto;

import org.jspecify.annotations.NullMarked;
