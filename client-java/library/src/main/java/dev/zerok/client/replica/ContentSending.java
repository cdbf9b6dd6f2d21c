package dev.zerok.client.replica;

import dev.zerok.client.model.ContentEvent;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.ContentImage;
import dev.zerok.client.store.ContentRecord;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.id.ContentId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Own large contents on their way to the relay (CONTENT-4, CONTENT-5): which part is next, what the relay has of each, and which sealed
 * parts may be forgotten. Few parts are sealed at a time; the rest stays in the file that the content is made of.
 */
final class ContentSending {
  private final Outbox outbox;
  private final Map<ContentId, ContentRecord.ContentSource> sources = new LinkedHashMap<>();
  private final TreeMap<Long, ContentId> unplaced = new TreeMap<>();
  private final TreeSet<Long> placed = new TreeSet<>();

  ContentSending(ContentImage image, Outbox outbox) {
    this.outbox = outbox;
    sources.putAll(image.sources());
    image.pushes().forEach((seq, id) -> {
      Outbox.Item item = outbox.get(seq);
      if (item != null && item.isPlaced()) {
        placed.add(seq);
      } else if (item != null) {
        unplaced.put(seq, id);
      }
    });
  }

  /** A new one, behind the others. */
  void begin(ContentRecord.ContentSource source, ReplicaStep step) {
    if (sources.size() >= ReplicaLimits.CONTENTS_SENDING) {
      throw new SyncProblem(SyncProblem.Reason.OUTBOX_FULL,
          ReplicaLimits.CONTENTS_SENDING + " contents are under way already. Wait for one to end.");
    }
    put(source, step);
  }

  private void put(ContentRecord.ContentSource source, ReplicaStep step) {
    sources.put(source.manifest().id(), source);
    step.store(new StoreRecord.ContentChange(source));
  }

  List<ContentRecord.ContentSource> all() {
    return List.copyOf(sources.values());
  }

  Optional<ContentRecord.ContentSource> source(ContentId id) {
    return Optional.ofNullable(sources.get(id));
  }

  /** The content whose next part may be sealed, as far as bounds go. One after the other, in the order of their beginning. */
  Optional<ContentRecord.ContentSource> next() {
    boolean room = unplaced.size() < ReplicaLimits.CONTENT_PARTS_UNPLACED
        && unplaced.size() + placed.size() < ReplicaLimits.CONTENT_PARTS_HELD;
    return room
        ? sources.values().stream().filter(source -> !source.isSealed()).findFirst()
        : Optional.empty();
  }

  /** Its next part was sealed as the outbox's last push. */
  void sealed(ContentRecord.ContentSource source, ReplicaStep step) {
    long seq = outbox.lastSeq();
    unplaced.put(seq, source.manifest().id());
    step.store(new StoreRecord.ContentChange(
        new ContentRecord.ContentPush(seq, source.manifest().id())));
    put(source.advanced(), step);
  }

  /** How many bytes of it the relay has. */
  long placedBytes(ContentRecord.ContentSource source) {
    ContentId id = source.manifest().id();
    long waiting = unplaced.values().stream().filter(id::equals).count();
    long chunks = Math.max(0, source.next() - waiting - 1);
    return Math.min(source.manifest().size(), chunks * source.manifest().chunkBytes());
  }

  /**
   * Notes what a step settled, and forgets placed parts beyond the bound.
   *
   * @return contents that have a hole, and why: the relay refused a part for good, and an empty push stands in its place
   */
  Map<ContentId, SyncProblem> afterStep(long appliedHere, ReplicaStep step) {
    Map<ContentId, SyncProblem> refused = new HashMap<>();
    for (ReplicaEffect effect : step.effects()) {
      if (effect instanceof ReplicaEffect.PushSettled push) {
        ContentId id = unplaced.remove(push.deviceSeq());
        SyncProblem problem = push.problem();
        if (id != null && problem != null) {
          refused.put(id, problem);
        } else if (id != null) {
          placed(push.deviceSeq(), id, step);
        }
      }
    }
    dropPlaced(appliedHere, step);
    return refused;
  }

  private void placed(long seq, ContentId id, ReplicaStep step) {
    placed.add(seq);
    ContentRecord.ContentSource source = sources.get(id);
    if (source == null) {
      return;
    }
    effect(new ContentEffect.SourcePlaced(id, placedBytes(source)), step);
    if (source.isSealed() && !unplaced.containsValue(id)) {
      end(id, null, step);
    }
  }

  /**
   * Few placed parts are kept for devices that have not got them, so that a content fills neither heap nor store. What is kept is always
   * the end of the sequence without a hole, so older pushes go with them.
   */
  private void dropPlaced(long appliedHere, ReplicaStep step) {
    placed.removeIf(seq -> outbox.get(seq) == null);
    while (placed.size() > ReplicaLimits.CONTENT_PARTS_RETAINED) {
      long oldest = placed.first();
      outbox.dropUpTo(oldest, appliedHere, step);
      if (outbox.get(oldest) != null) {
        return;
      }
      placed.remove(oldest);
    }
  }

  /** It is over: complete, or given up for a reason. */
  void end(ContentId id, @Nullable SyncProblem problem, ReplicaStep step) {
    ContentRecord.ContentSource source = sources.remove(id);
    if (source == null) {
      return;
    }
    step.store(new StoreRecord.ContentChange(new ContentRecord.ContentSourceDone(id)));
    step.tell(new SyncEvent.ContentNews(problem == null
        ? new ContentEvent.ContentSent(id, source.manifest().name(), source.manifest().size())
        : new ContentEvent.ContentGivenUp(id, source.manifest().name(),
            String.valueOf(problem.getMessage()))));
    effect(new ContentEffect.SourceEnded(id, problem), step);
  }

  private static void effect(ContentEffect effect, ReplicaStep step) {
    step.effect(new ReplicaEffect.OfContent(effect));
  }
}
