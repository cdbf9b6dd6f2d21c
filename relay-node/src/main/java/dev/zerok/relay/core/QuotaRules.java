package dev.zerok.relay.core;

import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ErrorFrames;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.wire.Error;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Whether there is room for a push (PUSH-5), or for a presented roster (ADMIT-4). */
final class QuotaRules {
  /** Advice for refusals that last until somebody else acts, or a month ends. */
  static final int RETRY_SPACE_MILLIS = 30_000;

  private static final int LONGEST_RETRY_MILLIS = 3_600_000;

  private final long groupBytes;
  private final Quotas quotas;
  private final ShardUsage shard;

  QuotaRules(ShardPolicy policy, ShardUsage shard) {
    this.groupBytes = policy.groupBytes();
    this.quotas = policy.quotas();
    this.shard = shard;
  }

  /**
   * The refusal, if there is no room.
   *
   * @param wanted whether the payload would be kept at all
   */
  Optional<Error> refused(GroupState state, DeviceId device, long seq, int size, boolean wanted) {
    if (wanted && state.storedBytes() + size > groupBytes) {
      return Optional
          .of(ErrorFrames.forPush(ErrorCode.GROUP_QUOTA_EXCEEDED, seq, RETRY_SPACE_MILLIS));
    }
    if (wanted && exceeds(quotas.deviceBytes(), state.usage().storedBytes(device), size)) {
      return Optional.of(
          worded(ErrorCode.GROUP_QUOTA_EXCEEDED, seq, RETRY_SPACE_MILLIS,
              "This device has stored as much as one device may: it frees when the others have fetched it."));
    }
    if (exceeds(quotas.monthBytes(), state.usage().pushedBytes(shard.wallMillis()), size)) {
      return Optional.of(monthIsUsedUp(seq));
    }
    if (wanted && exceeds(quotas.totalBytes(), shard.storedBytes(), size)) {
      return Optional.of(
          worded(ErrorCode.STORAGE_FULL, seq, RETRY_SPACE_MILLIS,
              "The relay holds as much as it may: it frees when devices fetch what waits. Tell the relay's operator."));
    }
    return Optional.empty();
  }

  /** Whether so many bytes of roster are more than all groups together may still take. */
  boolean isTotalFull(long rosterBytes) {
    return exceeds(quotas.totalBytes(), shard.storedBytes(), rosterBytes);
  }

  /** Whether neither the group nor the device is at a quota that a push of so many bytes would exceed (PUSH-9). */
  boolean hasRoom(GroupState state, DeviceId device, int size) {
    return state.storedBytes() + size <= groupBytes
        && !exceeds(quotas.deviceBytes(), state.usage().storedBytes(device), size)
        && !exceeds(quotas.monthBytes(), state.usage().pushedBytes(shard.wallMillis()), size);
  }

  private static boolean exceeds(long quota, long used, long size) {
    return quota > 0 && used + size > quota;
  }

  private Error monthIsUsedUp(long seq) {
    OffsetDateTime now = Instant.ofEpochMilli(shard.wallMillis()).atOffset(ZoneOffset.UTC);
    LocalDate next = now.toLocalDate().withDayOfMonth(1).plusMonths(1);
    long millis =
        next.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli() - shard.wallMillis();
    return worded(
        ErrorCode.GROUP_QUOTA_EXCEEDED, seq, (int) Math.min(millis, LONGEST_RETRY_MILLIS),
        "The group has pushed as much as it may in a month: it goes on at " + next + " 00:00 UTC.");
  }

  private static Error worded(ErrorCode code, long seq, int retryMillis, String words) {
    return ErrorFrames.forPush(code, seq, retryMillis).toBuilder().setMessage(words).build();
  }
}
