package dev.zerok.client.replica;

import dev.zerok.client.model.IncomingBlob;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.protocol.wire.ClientFrame;
import org.jspecify.annotations.Nullable;

/** Something that a {@link ReplicaStep} wants done once its records are durable. */
public sealed interface ReplicaEffect {
  /** Send this frame in the present session. */
  record Send(ClientFrame frame) implements ReplicaEffect {}

  /** Tell the app. */
  record Notify(SyncEvent event) implements ReplicaEffect {}

  /** Hand this to the app; answer with {@link Replica#applied}. At most one is out at any time. */
  record HandOver(IncomingBlob blob) implements ReplicaEffect {}

  /** Let the app put this state in place; answered like a {@link HandOver}. */
  record Restore(IncomingBlob checkpoint) implements ReplicaEffect {}

  /** The relay has this push; {@code problem} instead if it never will. */
  record PushSettled(long deviceSeq, long cursor, @Nullable SyncProblem problem)
      implements ReplicaEffect {}

  /**
   * A roster command came to its end.
   *
   * @param id as {@link Replica#command} gave it
   * @param problem why it did not come about; null: the roster is as it was wanted
   */
  record CommandSettled(long id, @Nullable SyncProblem problem) implements ReplicaEffect {}

  /** What follows for a large content. */
  record OfContent(ContentEffect effect) implements ReplicaEffect {}

  /** End the session; {@code comeBack}: connect again later by the ordinary rules. */
  record EndSession(String reason, boolean comeBack) implements ReplicaEffect {}
}
