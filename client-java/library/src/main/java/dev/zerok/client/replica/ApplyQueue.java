package dev.zerok.client.replica;

import dev.zerok.client.model.AppChanges;
import dev.zerok.client.model.IncomingBlob;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.position.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was received and is not applied yet, in order. At most one blob is with the app; everything else is applied by itself when its
 * turn comes, what is for an app not before one is here. Bounded by the receive window: nothing behind it is acknowledged.
 */
final class ApplyQueue {
  /**
   * One entry of the log, or a blob out of the parking store.
   *
   * @param place the position behind it; null for a blob out of the parking store
   * @param blob what the app gets; null where it gets nothing
   * @param content what it means to large contents; null where it means nothing
   * @param records what applying it stores, besides the position
   * @param turn what has to be there before it is applied
   * @param passes the state that passes here, needed and not put in place; null: none
   */
  record Entry(@Nullable Position place, @Nullable IncomingBlob blob,
      @Nullable ContentArrival content, List<StoreRecord> records, Turn turn,
      @Nullable PassedState passes) {
    Entry(@Nullable Position place, @Nullable IncomingBlob blob,
        @Nullable ContentArrival content, List<StoreRecord> records) {
      this(place, blob, content, records,
          ContentArrival.isAnnouncement(content) ? Turn.WITH_AN_APP : Turn.BY_ITSELF, null);
    }

    Entry(@Nullable Position place, @Nullable IncomingBlob blob, List<StoreRecord> records) {
      this(place, blob, null, records, Turn.BY_ITSELF, null);
    }
  }

  /** A checkpoint of a stream, whole or its last part. */
  record PassedState(StreamId stream, long covers) {}

  /** What an entry waits for at the head of the queue; one with a blob waits for the app to apply that, too. */
  enum Turn {
    /** Nothing. */
    BY_ITSELF,
    /** An app: whoever takes nothing must not decide that it is dropped. */
    WITH_AN_APP,
    /** That the app has put the blob, a whole checkpoint, in its stream's place. */
    RESTORED
  }

  private final Deque<Entry> waiting = new ArrayDeque<>();
  private @Nullable IncomingBlob out;
  private @Nullable AppChanges changes;
  private boolean appIsHere;

  /** An app takes what comes, from now on. */
  void appIsHere() {
    appIsHere = true;
  }

  boolean isAppHere() {
    return appIsHere;
  }

  void add(Entry entry) {
    waiting.add(entry);
  }

  int size() {
    return waiting.size();
  }

  /** The app has applied the blob that is out. */
  void applied(IncomingBlob blob, AppChanges appChanges) {
    if (out == null || !out.idempotenceKey().equals(blob.idempotenceKey())) {
      throw new IllegalArgumentException("this blob is not the one that is with the app: " + blob);
    }
    changes = appChanges;
  }

  /**
   * Whether that blob, which is with the app, would be applied now. If not, its session ended meanwhile and the app is taken to have
   * given it back: it is handed over again when it comes again.
   */
  boolean isTurnOf(IncomingBlob blob) {
    Entry head = waiting.peek();
    boolean turn = head != null && head.blob() != null
        && head.blob().idempotenceKey().equals(blob.idempotenceKey());
    if (!turn) {
      out = null;
      changes = null;
    }
    return turn;
  }

  /**
   * The next entry that is applied now, with the app's changes among its records; empty if the queue is empty or waits for the app.
   */
  Optional<Entry> pollApplied() {
    Entry head = waiting.peek();
    if (head == null) {
      return Optional.empty();
    }
    if (head.turn() == Turn.WITH_AN_APP && !appIsHere) {
      return Optional.empty();
    }
    if (head.blob() == null) {
      return Optional.of(waiting.remove());
    }
    AppChanges done = changes;
    if (done == null || isOther(head.blob())) {
      return Optional.empty();
    }
    out = null;
    changes = null;
    waiting.remove();
    List<StoreRecord> records = new ArrayList<>(head.records());
    done.values().forEach((key, value) -> records.add(new StoreRecord.AppValue(key, value)));
    return Optional.of(new Entry(head.place(), head.blob(), records));
  }

  private boolean isOther(IncomingBlob blob) {
    return out == null || !out.idempotenceKey().equals(blob.idempotenceKey());
  }

  /** Nothing waits, and the app has nothing. */
  boolean isIdle() {
    return waiting.isEmpty() && out == null;
  }

  /** Whether no blob out of the parking store waits here that came at this cursor. */
  boolean isFree(long cursor) {
    return waiting.stream()
        .noneMatch(entry -> entry.place() == null && entry.blob() != null
            && entry.blob().cursor() == cursor);
  }

  /** Whether what {@link #handOver} gave last is a checkpoint. */
  boolean isRestoreOut() {
    Entry head = waiting.peek();
    return head != null && head.turn() == Turn.RESTORED;
  }

  /** The blob that is to be handed to the app now, if it is a blob's turn and the app has none. */
  Optional<IncomingBlob> handOver() {
    Entry head = waiting.peek();
    if (head == null || head.blob() == null) {
      return Optional.empty();
    }
    if (changes != null && isOther(head.blob())) {
      // It expired, or its log was lost, while the app had it: its turn does not come again, and nobody may wait for it.
      out = null;
      changes = null;
    }
    if (out != null) {
      return Optional.empty();
    }
    out = head.blob();
    return Optional.of(head.blob());
  }

  /**
   * A session ended: everything comes again. The blob that is with the app stays there; when it comes again it is not handed over a
   * second time.
   */
  void rewind() {
    waiting.clear();
  }
}
