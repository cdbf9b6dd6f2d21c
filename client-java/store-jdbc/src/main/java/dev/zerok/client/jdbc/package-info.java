/**
 * A device's store in the app's own database: {@link dev.zerok.client.jdbc.JdbcClientStore}, and the handler whose SQL shares a transaction
 * with the client's cursor.
 *
 * <p>May import the client library and {@code java.sql}. Start with {@link dev.zerok.client.jdbc.JdbcBlobHandler}.
 */
@NullMarked
package dev.zerok.client.jdbc;

import org.jspecify.annotations.NullMarked;
