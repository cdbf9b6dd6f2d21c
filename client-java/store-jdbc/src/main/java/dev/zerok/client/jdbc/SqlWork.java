package dev.zerok.client.jdbc;

import dev.zerok.client.model.TransactionWork;
import java.sql.Connection;

/** The app's SQL in the transaction that commits the client's cursor. */
@FunctionalInterface
public interface SqlWork extends TransactionWork {
  /**
   * Does it, on the client's own thread: SQL only, and never a wait for the client or the network. Nothing else of the client happens
   * meanwhile.
   *
   * @param tx for the length of this call. It refuses {@code commit}, {@code rollback} (but to a savepoint), {@code close} and {@code
   *     setAutoCommit}; statements that end a transaction by themselves, DDL in some databases, are the app's to avoid
   * @throws Exception to take everything back: the blob counts as not applied and comes again after a pause
   */
  void run(Connection tx) throws Exception;
}
