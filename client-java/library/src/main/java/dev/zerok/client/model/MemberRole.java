package dev.zerok.client.model;

/** What a device may do in its group. */
public enum MemberRole {
  /** Reads and pushes. */
  MEMBER,
  /** Also invites, removes and changes roles. */
  ADMIN,
  /** Reads and pushes, but does not hold up deletion: for devices that are rarely on. */
  DORMANT
}
