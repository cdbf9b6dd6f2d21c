package dev.zerok.client.replica;

import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.ContentKey;
import dev.zerok.client.store.ContentRecord;
import dev.zerok.protocol.id.ContentId;
import org.jspecify.annotations.Nullable;

/** Something about a large content that is to be done once a step's records are durable. */
public sealed interface ContentEffect {
  /** The relay has so many bytes of an own content. */
  record SourcePlaced(ContentId id, long bytes) implements ContentEffect {}

  /** An own content came to its end: the relay has all of it, or {@code problem}. */
  record SourceEnded(ContentId id, @Nullable SyncProblem problem) implements ContentEffect {}

  /** Every chunk is on the shelf: verify it and hand it over; answer with {@link ReplicaContent#taken} or {@code spoilt}. */
  record AllChunksHere(ContentRecord.ContentExpected content) implements ContentEffect {}

  /** Nothing of it is needed any more: forget it. */
  record ShelfCleared(ContentKey key) implements ContentEffect {}
}
