package dev.zerok.relay.core;

import dev.zerok.protocol.limit.Limits;

/**
 * What an operator may set about groups.
 *
 * @param maxPayloadBytes a sealed payload, at most; at most the protocol's own limit
 * @param groupBytes sealed payload that a group may have stored
 * @param defaultTtlSeconds for pushes that name none
 * @param maxTtlSeconds at most the protocol's own limit
 * @param rate how fast a device may push
 * @param idleGroups groups kept in memory although no device of theirs is connected
 * @param quotas what else is limited
 */
public record ShardPolicy(
    int maxPayloadBytes,
    long groupBytes,
    int defaultTtlSeconds,
    int maxTtlSeconds,
    PushRate rate,
    int idleGroups,
    Quotas quotas) {
  public static final ShardPolicy DEFAULT =
      new ShardPolicy(
          Limits.PAYLOAD_BYTES,
          Limits.DEFAULT_GROUP_BYTES,
          Limits.DEFAULT_TTL_SECONDS,
          Limits.MAX_TTL_SECONDS,
          PushRate.DEFAULT,
          1_024,
          Quotas.DEFAULT);

  /** As the canonical constructor, with the usual quotas. */
  public ShardPolicy(
      int maxPayloadBytes,
      long groupBytes,
      int defaultTtlSeconds,
      int maxTtlSeconds,
      PushRate rate,
      int idleGroups) {
    this(
        maxPayloadBytes, groupBytes, defaultTtlSeconds, maxTtlSeconds, rate,
        idleGroups, Quotas.besides(rate));
  }

  /** The same with other quotas. */
  public ShardPolicy with(Quotas others) {
    return new ShardPolicy(
        maxPayloadBytes, groupBytes, defaultTtlSeconds, maxTtlSeconds, rate,
        idleGroups, others);
  }

  public ShardPolicy {
    require(
        maxPayloadBytes >= Limits.PAYLOAD_FLOOR_BYTES && maxPayloadBytes <= Limits.PAYLOAD_BYTES,
        "maxPayloadBytes: " + Limits.PAYLOAD_FLOOR_BYTES + " to " + Limits.PAYLOAD_BYTES);
    require(groupBytes >= maxPayloadBytes, "groupBytes: at least maxPayloadBytes");
    require(
        maxTtlSeconds >= 1 && maxTtlSeconds <= Limits.MAX_TTL_SECONDS,
        "maxTtlSeconds: 1 to " + Limits.MAX_TTL_SECONDS);
    require(defaultTtlSeconds >= 1 && defaultTtlSeconds <= maxTtlSeconds,
        "defaultTtlSeconds: 1 to maxTtlSeconds");
    require(idleGroups >= 1, "idleGroups: at least 1");
  }

  private static void require(boolean holds, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(allowed);
    }
  }
}
