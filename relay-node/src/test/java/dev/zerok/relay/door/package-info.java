/** Tests of who comes in and who gets a slot: single decisions, and whole herds in made-up time. */
@NullMarked
package dev.zerok.relay.door;

import org.jspecify.annotations.NullMarked;
