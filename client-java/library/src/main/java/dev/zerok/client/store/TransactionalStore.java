package dev.zerok.client.store;

import dev.zerok.client.model.TransactionWork;
import java.util.List;

/** A {@link ClientStore} whose commits may hold the app's own work: both happened, or neither. Owes what that port owes, and: */
public interface TransactionalStore extends ClientStore {
  /**
   * Begins the transaction that the next {@link #commit} ends, and does the app's work in it. Called right before that commit, with
   * nothing in between.
   *
   * @throws Exception what the work threw, or why it could not begin: nothing of it happened then, nothing is begun, and the store
   *     goes on
   */
  void begin(TransactionWork work) throws Exception;

  /** Ends what {@link #begin} began as well. */
  @Override
  void commit(List<StoreRecord> batch) throws StoreFailure;
}
