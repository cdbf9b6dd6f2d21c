package dev.zerok.relay.core;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.Push;
import dev.zerok.protocol.wire.RosterEntry;
import java.util.List;

/**
 * Everything that can change a shard, in the order of its log. A command carries all that its outcome depends on: times and
 * fresh ids too, so that applying it again gives the same.
 */
public sealed interface ShardCommand {
  /** Roughly the bytes that it makes the log write. */
  default int weight() {
    return 256;
  }

  /**
   * A Hello.
   *
   * @param number of the session that it becomes
   * @param nowMillis monotonic
   * @param wallMillis told to the client
   * @param freshLogId for the group's log if it begins with this
   */
  record Admit(long number, GroupId group, ByteString noiseKey, Hello hello, long nowMillis,
      long wallMillis, LogId freshLogId)
      implements ShardCommand {}

  /**
   * A verified RosterPresent.
   *
   * @param chain the verified roster that {@code entries} lead to
   * @param mayCreate whether this client may create a group
   */
  record Install(Admit admit, Roster chain, List<RosterEntry> entries, boolean mayCreate)
      implements ShardCommand {
    long entryBytes() {
      return entries.stream().mapToLong(RosterEntry::getSerializedSize).sum();
    }

    @Override
    public int weight() {
      return entries.stream().mapToInt(entry -> entry.getSerializedSize() + 512).sum();
    }
  }

  /**
   * A push.
   *
   * @param blobHash of it, computed outside
   * @param pushHash of it, computed outside
   * @param diskFull whether new payloads are to be refused with STORAGE_FULL
   */
  record PushBlob(
      SessionKey session, Push push, ByteString blobHash, ByteString pushHash, boolean diskFull,
      long nowMillis)
      implements ShardCommand {
    @Override
    public int weight() {
      return 512 + push.getPayload().size();
    }
  }

  /** A client's watermark. */
  record AcknowledgeTo(SessionKey session, long applied) implements ShardCommand {}

  /** A RosterAppend. */
  record AppendEntry(SessionKey session, RosterEntry entry) implements ShardCommand {
    @Override
    public int weight() {
      return 512 + entry.getSerializedSize();
    }
  }

  /**
   * A session's connection is gone.
   *
   * @param seenHours hours since 1970 now, for who asks when the device was last seen; 0 = not to be told
   */
  record EndSession(SessionKey session, long seenHours) implements ShardCommand {}

  /**
   * Time passes.
   *
   * @param elapsedMillis served since the last one
   * @param wallMillis Unix time, for calendar quotas
   */
  record PassTime(long elapsedMillis, long nowMillis, long wallMillis) implements ShardCommand {}

  /** The operator erases a group for good. */
  record Erase(GroupId group) implements ShardCommand {}

  /** Goes on with what other commands left to do in a group; internal. */
  record Release(GroupId group) implements ShardCommand {}
}
