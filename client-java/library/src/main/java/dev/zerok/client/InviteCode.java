package dev.zerok.client;

/**
 * An invite link ({@code zerok://join/1#…}). It holds a one-time secret: show it to the person who is invited and to nobody
 * else. Reading it is {@link SyncClient#join}'s work, which refuses a damaged, foreign or expired link in words.
 *
 * @param link the link's text
 * @param expiresAtSeconds Unix time after which nobody accepts it
 */
public record InviteCode(String link, long expiresAtSeconds) {
  /** Without the link, which is secret while it is fresh. */
  @Override
  public String toString() {
    return "InviteCode[expires at " + expiresAtSeconds + "]";
  }
}
