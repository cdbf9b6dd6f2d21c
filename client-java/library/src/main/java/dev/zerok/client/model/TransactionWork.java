package dev.zerok.client.model;

/**
 * What an app wants done inside the very transaction that commits the client's cursor. Each store that can do so has its own kind: the
 * JDBC store's is SQL over its connection. A store that gets another's kind, or cannot do this at all, stops the client: a defect of
 * how it was put together.
 */
public interface TransactionWork {}
