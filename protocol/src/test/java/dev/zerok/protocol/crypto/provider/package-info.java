/** Tests of what cannot be seen through the port alone. */
@NullMarked
package dev.zerok.protocol.crypto.provider;

import org.jspecify.annotations.NullMarked;
