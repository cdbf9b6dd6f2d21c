/** Tests of the public socket: through real sockets, with a fake router behind it. */
@NullMarked
package dev.zerok.relay.edge;

import org.jspecify.annotations.NullMarked;
