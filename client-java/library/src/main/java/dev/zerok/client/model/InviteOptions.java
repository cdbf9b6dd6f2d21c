package dev.zerok.client.model;

/**
 * How a device is invited.
 *
 * @param lifetimeSeconds how long the invite works, 30 to 600 seconds (PROTOCOL.md § 11)
 * @param admin whether the new device becomes an admin
 * @param hasHistory whether the app will send what was before; shown to the person at the new device
 */
public record InviteOptions(int lifetimeSeconds, boolean admin, boolean hasHistory) {
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

  /** The same, for a device that becomes an admin. */
  public InviteOptions asAdmin() {
    return new InviteOptions(lifetimeSeconds, true, hasHistory);
  }
}
