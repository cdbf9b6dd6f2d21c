package dev.zerok.client.jdbc;

import dev.zerok.client.model.AppChanges;
import dev.zerok.client.model.BlobHandler;
import dev.zerok.client.model.IncomingBlob;
import java.sql.Connection;
import java.util.concurrent.CompletableFuture;

/**
 * Applies each blob exactly once, whatever crashes: what it changes through {@code tx} and the client's cursor are one transaction. Needs
 * {@link JdbcClientStore}.
 *
 * <p>Where applying needs more than SQL, a {@link BlobHandler} does that part first, on the callback executor, and returns {@code
 * AppChanges.of((SqlWork) tx -> …)}.
 */
@FunctionalInterface
public interface JdbcBlobHandler {
  /** Applies {@code blob} as {@link SqlWork#run} says. */
  void handle(Connection tx, IncomingBlob blob) throws Exception;

  /** The handler for {@code ClientConfig.withHandler}. */
  static BlobHandler inTransaction(JdbcBlobHandler handler) {
    return blob -> {
      SqlWork work = tx -> handler.handle(tx, blob);
      return CompletableFuture.completedFuture(AppChanges.of(work));
    };
  }
}
