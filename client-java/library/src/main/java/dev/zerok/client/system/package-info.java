/**
 * What the client takes from the machine by default: its clock and its random generator. Everything else gets both as arguments.
 *
 * <p>May import {@code dev.zerok.protocol.crypto}. Start with {@link dev.zerok.client.system.SecureRandomSource}.
 */
@NullMarked
package dev.zerok.client.system;

import org.jspecify.annotations.NullMarked;
