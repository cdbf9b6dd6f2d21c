package dev.zerok.client.model;

import dev.zerok.protocol.id.DeviceId;
import java.util.Optional;

/**
 * How a device is invited.
 *
 * @param lifetimeSeconds how long the invite works, 30 to 600 seconds (PROTOCOL.md § 11)
 * @param admin whether the new device becomes an admin
 * @param hasHistory whether the new device is promised what was before in any case; otherwise it is where the client has
 *     {@link Snapshots} and its own state has no holes. Shown to the person at the new device
 * @param replaces a device of the group that the same person has lost, or whose store is an old copy: it goes out as the new one
 *     comes in
 */
public record InviteOptions(int lifetimeSeconds, boolean admin, boolean hasHistory,
    Optional<DeviceId> replaces) {
  /** Ten minutes, member, no history. */
  public static final InviteOptions DEFAULT = new InviteOptions(600, false, false);

  private static final int SHORTEST_SECONDS = 30;
  private static final int LONGEST_SECONDS = 600;

  public InviteOptions {
    if (lifetimeSeconds < SHORTEST_SECONDS || lifetimeSeconds > LONGEST_SECONDS) {
      throw new IllegalArgumentException(
          "an invite lives " + SHORTEST_SECONDS + " to " + LONGEST_SECONDS + " seconds");
    }
  }

  /** For a device that replaces none. */
  public InviteOptions(int lifetimeSeconds, boolean admin, boolean hasHistory) {
    this(lifetimeSeconds, admin, hasHistory, Optional.empty());
  }

  /** The same, for a device that becomes an admin. */
  public InviteOptions asAdmin() {
    return new InviteOptions(lifetimeSeconds, true, hasHistory, replaces);
  }

  /** The same, for a device in the place of a lost one. */
  public InviteOptions replacing(DeviceId lost) {
    return new InviteOptions(lifetimeSeconds, admin, hasHistory, Optional.of(lost));
  }
}
