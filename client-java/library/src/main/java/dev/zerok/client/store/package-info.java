/**
 * Where a device keeps what it must not lose: the port {@link dev.zerok.client.store.ClientStore}, typed records, a store in memory and an
 * encrypted one in a file.
 *
 * <p>May import {@code dev.zerok.protocol} ids, crypto, hashes and positions. Start with {@link dev.zerok.client.store.ClientStore},
 * then {@link dev.zerok.client.store.StoreRecord}.
 */
@NullMarked
package dev.zerok.client.store;

import org.jspecify.annotations.NullMarked;
