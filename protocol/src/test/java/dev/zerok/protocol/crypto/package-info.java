/** Tests of the crypto port: typed-in vectors of the RFCs, and the Wycheproof files on every provider. */
@NullMarked
package dev.zerok.protocol.crypto;

import org.jspecify.annotations.NullMarked;
