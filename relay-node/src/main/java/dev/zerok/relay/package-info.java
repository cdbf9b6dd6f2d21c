/**
 * The relay's composition root: wiring only.
 *
 * <p>May import every package of the relay; none of them imports this one. Start reading at
 * {@code dev.zerok.relay.core}, where the rules are.
 */
@NullMarked
package dev.zerok.relay;

import org.jspecify.annotations.NullMarked;
