package dev.zerok.client.model;

import dev.zerok.protocol.id.ContentId;
import java.util.concurrent.CompletableFuture;

/**
 * A large content that this device pushes. It goes on by itself, also after a restart of the program, until the relay has all of it. Any
 * thread.
 */
public interface ContentTransfer {
  /** Names it on this device and the receivers. */
  ContentId id();

  /** What the receivers are told of its name. */
  String name();

  /**
   * Completes when the transfer is on this device's disk: from then on it goes on whatever crashes. Its file must stay as it is until
   * {@link #completed}.
   *
   * @return fails with {@link SyncProblem} {@code SOURCE_CHANGED} if the file cannot be read, {@code TOO_LARGE}, {@code OUTBOX_FULL}
   *     if too many are under way, and as a push does
   */
  CompletableFuture<Void> stored();

  /**
   * Completes when the relay has all of it.
   *
   * @return fails with {@code SOURCE_CHANGED} if the file changed or vanished, {@code CANCELLED}, {@code STOPPED} or {@code CLOSED}; after
   *     the last two it goes on when the device is opened again
   */
  CompletableFuture<Void> completed();

  /** A snapshot. */
  ContentProgress progress();

  /** Gives it up: receivers drop what they have of it. Nothing if it is complete. */
  void cancel();
}
