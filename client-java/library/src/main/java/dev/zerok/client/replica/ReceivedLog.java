package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.position.LogHashes;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.seal.Fork;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How far the log was received in this session, its running hash, and the last 1 024 running hashes (RECV-4, RECV-5, SEAL-5).
 *
 * <p>Entries of which the device hears ahead of the stream (answers to its own pushes, roster entries right after Welcome) wait until
 * the stream has come up to them.
 */
final class ReceivedLog {
  private @Nullable Position received;
  private final TreeMap<Long, Ahead> ahead = new TreeMap<>();
  private final TreeMap<Long, ByteString> pastHashes = new TreeMap<>();
  // While the running hash is unknown: the entries' hashes from which it continues once a signed one comes.
  private final LinkedHashMap<Long, ByteString> sinceGap = new LinkedHashMap<>();
  private long lastGapEnd;
  /** The last cursor that nothing but the stream can have brought: what lies behind it may have been told ahead. */
  private long streamedTo;

  /** An entry that is known ahead of the stream. */
  record Ahead(ByteString entryHash) {}

  /** Begins at what was applied, with what is remembered of before. */
  void beginAt(@Nullable Position applied, Map<Long, ByteString> remembered) {
    received = applied;
    pastHashes.putAll(remembered);
    rewindTo(applied);
    // Where hashes are missing there may have been a gap; nothing else about gaps is kept in the store.
    lastGapEnd = applied == null ? 0 : applied.cursor();
    while (pastHashes.containsKey(lastGapEnd)) {
      lastGapEnd--;
    }
  }

  /** Another log begins. */
  void newLog(Position start) {
    pastHashes.clear();
    beginAt(start, Map.of(0L, start.runningHash()));
  }

  /** A session ended: what was received and not applied comes again. */
  void rewindTo(@Nullable Position applied) {
    received = applied;
    streamedTo = applied == null ? 0 : applied.cursor();
    ahead.clear();
    sinceGap.clear();
  }

  Optional<Position> received() {
    return Optional.ofNullable(received);
  }

  /** The next cursor of the stream. */
  long next() {
    return position().cursor() + 1;
  }

  Position position() {
    if (received == null) {
      throw new IllegalStateException("the log begins with a Welcome");
    }
    return received;
  }

  Optional<ByteString> hashAt(long cursor) {
    return Optional.ofNullable(pastHashes.get(cursor));
  }

  /** Whether something was skipped since that cursor: then a sender's sequence may have a hole. */
  boolean gapSince(long cursor) {
    return lastGapEnd > cursor;
  }

  /** Whether so much is known ahead that pushing more would grow it without bound. */
  boolean isFarAhead() {
    return ahead.size() > ReplicaLimits.AHEAD_ENTRIES / 2;
  }

  /** Takes the next entry of the log, which came in the stream and cannot have come ahead of it: a blob. */
  Position takeStreamed(ByteString entryHash) throws Halt {
    Position taken = take(entryHash);
    streamedTo = taken.cursor();
    return taken;
  }

  /** Whether a Gap may begin there: entries that were told ahead of the stream may lie in one when the stream comes to them. */
  boolean mayBeginGap(long from) {
    return from > streamedTo && from <= next();
  }

  /** Takes the next entry of the log. */
  Position take(ByteString entryHash) throws Halt {
    Position next = position().next(entryHash);
    if (next.isHashKnown()) {
      remember(next);
    } else {
      sinceGap.put(next.cursor(), entryHash);
      if (sinceGap.size() > Limits.RUNNING_HASHES_REMEMBERED) {
        sinceGap.remove(sinceGap.keySet().iterator().next());
      }
    }
    received = next;
    return next;
  }

  private void remember(Position position) throws Halt {
    ByteString before = pastHashes.put(position.cursor(), position.runningHash());
    if (before != null && !before.equals(position.runningHash())) {
      throw Halt.fork(Fork.of(Fork.Kind.CURSOR).words());
    }
    if (pastHashes.size() > Limits.RUNNING_HASHES_REMEMBERED) {
      pastHashes.pollFirstEntry();
    }
  }

  /**
   * An entry that may be the next one, an old one, or one ahead of the stream.
   *
   * @return whether it is the next one, to be {@link #take taken} by the caller
   */
  boolean isNextElseNote(long cursor, ByteString entryHash) throws Halt, ProtocolViolation {
    if (cursor < next()) {
      return false;
    }
    if (cursor == next()) {
      return true;
    }
    Ahead before = ahead.put(cursor, new Ahead(entryHash));
    if (before != null && !before.entryHash().equals(entryHash)) {
      throw Halt.fork(Fork.of(Fork.Kind.CURSOR).words());
    }
    if (ahead.size() > ReplicaLimits.AHEAD_ENTRIES) {
      throw ProtocolViolation.invalid("The relay told of too many entries ahead of the stream.");
    }
    return false;
  }

  /** The hash of the next entry if it is known already. */
  Optional<ByteString> pollAhead() {
    while (!ahead.isEmpty() && ahead.firstKey() < next()) {
      ahead.pollFirstEntry();
    }
    Ahead found = ahead.remove(next());
    return Optional.ofNullable(found).map(Ahead::entryHash);
  }

  /** What the relay cannot deliver (RECV-4): the running hash is lost. */
  Position skipTo(long cursor) {
    received = position().skipTo(cursor);
    lastGapEnd = cursor;
    streamedTo = cursor;
    sinceGap.clear();
    return received;
  }

  /** Another device's signed position: brings the running hash back where it is unknown (RECV-4). */
  void learn(Position seen) throws Halt {
    Position here = position();
    if (here.isHashKnown() || !seen.logId().equals(here.logId()) || seen.cursor() > here.cursor()) {
      return;
    }
    ByteString hash = seen.runningHash();
    for (long cursor = seen.cursor() + 1; cursor <= here.cursor(); cursor++) {
      ByteString entry = sinceGap.get(cursor);
      if (entry == null) {
        return;
      }
      hash = LogHashes.step(hash, cursor, entry);
    }
    received = new Position(here.logId(), here.cursor(), hash);
    remember(received);
    sinceGap.clear();
  }
}
