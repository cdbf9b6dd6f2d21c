/** Tests of the Noise handshakes and transports: the public vectors, and one negative test per rule. */
@NullMarked
package dev.zerok.protocol.noise;

import org.jspecify.annotations.NullMarked;
