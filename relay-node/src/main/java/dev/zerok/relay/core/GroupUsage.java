package dev.zerok.relay.core;

/**
 * What a group has used of the relay, for quotas and the operator; kept beside the group's own numbers.
 *
 * @param month the calendar month (UTC) that {@code pushedBytes} counts for, in months since the year 0
 * @param pushedBytes sealed payload stored in that month, also of what is deleted since
 * @param activeHour Unix hour of the last session's begin or push; 0 unknown
 */
public record GroupUsage(long month, long pushedBytes, long activeHour) {
  /** Of a group that did nothing yet. */
  public static final GroupUsage NONE = new GroupUsage(0, 0, 0);
}
