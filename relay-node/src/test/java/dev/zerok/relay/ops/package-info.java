/** Tests of what the operator sees. */
@NullMarked
package dev.zerok.relay.ops;

import org.jspecify.annotations.NullMarked;
