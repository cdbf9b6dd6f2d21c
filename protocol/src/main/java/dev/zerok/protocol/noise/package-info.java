/**
 * The Noise Protocol Framework, revision 34: the patterns XX (transport) and XXpsk3 (pairing), and the two NN ones with a psk
 * that the public vectors cover.
 *
 * <p>A phase is a type: a {@link dev.zerok.protocol.noise.Handshake} is consumed and yields a {@link
 * dev.zerok.protocol.noise.Transport}. No I/O, no clock; randomness comes in as an argument.
 *
 * <p>May import: the port ({@code dev.zerok.protocol.crypto}), the JDK and JSpecify.
 *
 * <p>Start reading at {@link dev.zerok.protocol.noise.Handshake}.
 */
@NullMarked
package dev.zerok.protocol.noise;

import org.jspecify.annotations.NullMarked;
