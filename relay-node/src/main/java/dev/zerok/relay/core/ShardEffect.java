package dev.zerok.relay.core;

import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.wire.GoAwayReason;
import dev.zerok.protocol.wire.RelayFrame;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to happen once a batch is durable, in this order, and never before. */
public sealed interface ShardEffect {
  /** The answer to an Admit or Install. */
  record Decided(long number, AdmissionDecision decision) implements ShardEffect {}

  /** A frame for one session that concerns nobody else. */
  record Answered(SessionKey session, RelayFrame frame) implements ShardEffect {}

  /** A push is stored. */
  record Stored(SessionKey session, RelayFrame pushAck, int payloadBytes) implements ShardEffect {}

  /** A command is refused. */
  record Rejected(SessionKey session, ErrorCode code, RelayFrame error) implements ShardEffect {}

  /** An AcknowledgeTo was taken up, whether or not it changed anything. */
  record Acknowledged(SessionKey session, boolean moved) implements ShardEffect {}

  /** A session is over. */
  record Evicted(SessionKey session, @Nullable RelayFrame lastEntry, GoAwayReason reason)
      implements ShardEffect {}

  /** A group has new entries; comes after all answers of the batch (DELIV-2). */
  record HeadMoved(GroupId group, long head) implements ShardEffect {}

  /**
   * Devices of a group with sessions came, moved or went; comes after all answers of the batch.
   *
   * @param marks of those in the group, as they are now
   * @param gone those that are no longer in it
   */
  record MarksMoved(GroupId group, List<DeviceMark> marks, List<DeviceId> gone)
      implements ShardEffect {}

  /** The operator's Erase is done; also if there was no such group. */
  record Erased(GroupId group) implements ShardEffect {}

  /** Work that is to go through the log next. */
  record FollowedBy(ShardCommand command) implements ShardEffect {}
}
