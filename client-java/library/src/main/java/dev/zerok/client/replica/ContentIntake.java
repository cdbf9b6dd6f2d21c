package dev.zerok.client.replica;

import dev.zerok.client.model.ContentEvent;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.store.ContentImage;
import dev.zerok.client.store.ContentKey;
import dev.zerok.client.store.ContentRecord;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.content.ContentManifest;
import dev.zerok.protocol.content.ContentPart;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.roster.Roster;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Large contents on their way here: what each part is worth, when one is complete and when it never will be (CONTENT-6 to 8). */
final class ContentIntake {
  /** A content that was announced and not taken yet. */
  private static final class Expected {
    private ContentRecord.ContentExpected record;
    private final BitSet chunks;
    private long told;

    Expected(ContentRecord.ContentExpected record, BitSet chunks) {
      this.record = record;
      this.chunks = chunks;
      this.told = bytes();
    }

    ContentManifest manifest() {
      return record.manifest();
    }

    boolean isComplete() {
      return chunks.cardinality() == manifest().chunkCount();
    }

    long bytes() {
      return Math.min(manifest().size(), (long) chunks.cardinality() * manifest().chunkBytes());
    }
  }

  private final Map<ContentKey, Expected> expected = new LinkedHashMap<>();
  private final Set<ContentKey> dropped = new LinkedHashSet<>();
  private final Parking parking;
  private ContentGate gate = ContentGate.CLOSED;

  ContentIntake(ContentImage image, Parking parking) {
    this.parking = parking;
    image.expected()
        .forEach((key, of) -> expected.put(key,
            new Expected(of.expected(), (BitSet) of.chunks().clone())));
  }

  void gate(ContentGate newGate) {
    gate = newGate;
  }

  /** Whether the app takes contents. */
  boolean isOpen() {
    return !gate.equals(ContentGate.CLOSED);
  }

  /** Contents that are complete and wait for the app. */
  List<ContentRecord.ContentExpected> complete() {
    return expected.values().stream().filter(Expected::isComplete).map(of -> of.record).toList();
  }

  /** Whether one of that stream is announced, whole or not, and not taken. */
  boolean isExpectedIn(StreamId stream) {
    return expected.values().stream().anyMatch(of -> of.record.stream().equals(stream));
  }

  /** Everything of which something may be on the shelf. */
  Set<ContentKey> known() {
    return Set.copyOf(expected.keySet());
  }

  /** Its turn has come. */
  void apply(ContentArrival arrival, ReplicaStep step) {
    if (arrival instanceof ContentArrival.OfPart of) {
      part(of, step);
    } else if (arrival instanceof ContentArrival.OfMalformed of) {
      tell(new ContentEvent.ContentPartDropped(of.sender(), of.reason()), step);
    } else if (arrival instanceof ContentArrival.OfGap) {
      expected.values()
          .stream()
          .filter(of -> !of.isComplete())
          .forEach(of -> doubt(of, true, step));
    } else if (arrival instanceof ContentArrival.OfCaughtUp && parking.size() == 0) {
      List.copyOf(expected.values())
          .stream()
          .filter(of -> of.record.doubtful())
          .forEach(of -> incomplete(of, "parts of it expired or were lost", step));
    }
  }

  private void part(ContentArrival.OfPart of, ReplicaStep step) {
    Expected content = expected.get(of.key());
    if (of.part() instanceof ContentPart.Announced announced) {
      if (content == null && !dropped.contains(of.key())) {
        announced(of, announced.manifest(), step);
      }
    } else if (content == null) {
      dropUnknown(of, step);
    } else if (of.part() instanceof ContentPart.Withdrawn) {
      forget(content, step);
      tell(new ContentEvent.ContentWithdrawn(of.key().sender(), of.key().id(),
          content.manifest().name()), step);
    } else if (of.part() instanceof ContentPart.Piece piece) {
      piece(content, piece, step);
    }
  }

  private void announced(ContentArrival.OfPart of, ContentManifest manifest, ReplicaStep step) {
    Optional<String> refusal = expected.size() >= ReplicaLimits.CONTENTS_EXPECTED
        ? Optional.of("too many contents are on their way at once")
        : gate.refusal(manifest, outstanding());
    if (refusal.isPresent()) {
      remember(of.key());
      tell(new ContentEvent.ContentRefused(of.key().sender(), of.key().id(), manifest.name(),
          manifest.size(), refusal.get()), step);
      return;
    }
    Expected content = new Expected(new ContentRecord.ContentExpected(of.key(), manifest,
        of.stream(), of.sentAtMillis(), false), new BitSet());
    expected.put(of.key(), content);
    step.store(new StoreRecord.ContentChange(content.record));
    tell(new ContentEvent.ContentArriving(of.key().sender(), of.key().id(), manifest.name(),
        manifest.size()), step);
    completeIfWhole(content, step);
  }

  private long outstanding() {
    return expected.values().stream().mapToLong(of -> of.manifest().size() - of.bytes()).sum();
  }

  private void dropUnknown(ContentArrival.OfPart of, ReplicaStep step) {
    if (remember(of.key()) && of.part() instanceof ContentPart.Piece) {
      tell(new ContentEvent.ContentPartDropped(of.key().sender(),
          "its announcement never came, or it was given up here"), step);
    }
  }

  /** False if it was told already. Bounded: of the oldest it may be told again. */
  private boolean remember(ContentKey key) {
    if (dropped.size() >= ReplicaLimits.CONTENTS_DROPPED && !dropped.contains(key)) {
      dropped.remove(dropped.iterator().next());
    }
    return dropped.add(key);
  }

  private void piece(Expected content, ContentPart.Piece piece, ReplicaStep step) {
    ContentManifest manifest = content.manifest();
    if (piece.index() >= manifest.chunkCount()
        || piece.data().size() != manifest.chunkLength(piece.index())) {
      incomplete(content, "a part of it has another size than was announced", step);
      return;
    }
    if (content.chunks.get(piece.index())) {
      return;
    }
    if (content.chunks.nextClearBit(0) < piece.index() && parking.size() == 0) {
      incomplete(content, "parts of it are missing", step);
      return;
    }
    ContentKey key = content.record.key();
    step.shelve(new ShelvedChunk(key, manifest.chunkBytes(), piece.index(), piece.data()));
    content.chunks.set(piece.index());
    step.store(
        new StoreRecord.ContentChange(new ContentRecord.ContentKept(key, piece.index(), 1)));
    doubt(content, false, step);
    if (content.isComplete() || content.bytes() - content.told > manifest.size() / 100) {
      content.told = content.bytes();
      tell(new ContentEvent.ContentReceived(key.sender(), key.id(), manifest.name(),
          content.told, manifest.size()), step);
    }
    completeIfWhole(content, step);
  }

  private static void completeIfWhole(Expected content, ReplicaStep step) {
    if (content.isComplete()) {
      step.effect(new ReplicaEffect.OfContent(new ContentEffect.AllChunksHere(content.record)));
    }
  }

  private static void doubt(Expected content, boolean doubt, ReplicaStep step) {
    if (content.record.doubtful() != doubt) {
      content.record = content.record.doubted(doubt);
      step.store(new StoreRecord.ContentChange(content.record));
    }
  }

  /** CONTENT-7: whoever is out of the group pushes no further part. Complete ones stay. */
  void dropOfDeparted(Roster roster, ReplicaStep step) {
    List.copyOf(expected.values())
        .stream()
        .filter(of -> !of.isComplete() && isGone(roster, of.record.key().sender()))
        .forEach(of -> incomplete(of, "its sender is out of the group", step));
  }

  private static boolean isGone(Roster roster, DeviceId sender) {
    return !roster.devices().containsKey(sender);
  }

  private void incomplete(Expected content, String reason, ReplicaStep step) {
    ContentKey key = content.record.key();
    forget(content, step);
    remember(key);
    tell(new ContentEvent.ContentIncomplete(key.sender(), key.id(), content.manifest().name(),
        reason), step);
  }

  private void forget(Expected content, ReplicaStep step) {
    ContentKey key = content.record.key();
    expected.remove(key);
    step.store(new StoreRecord.ContentChange(new ContentRecord.ContentClosed(key)));
    step.effect(new ReplicaEffect.OfContent(new ContentEffect.ShelfCleared(key)));
  }

  /** The app took it. */
  void taken(ContentKey key, ReplicaStep step) {
    Expected content = expected.get(key);
    if (content != null) {
      forget(content, step);
    }
  }

  /** It is not what its manifest says, or cannot be read any more. */
  void spoilt(ContentKey key, String reason, ReplicaStep step) {
    Expected content = expected.get(key);
    if (content != null) {
      incomplete(content, reason, step);
    }
  }

  private static void tell(ContentEvent event, ReplicaStep step) {
    step.tell(new SyncEvent.ContentNews(event));
  }
}
