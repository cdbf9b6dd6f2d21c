package dev.zerok.protocol.roster;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.wire.Role;

/**
 * A device as the roster knows it (PROTOCOL.md § 5).
 *
 * @param noiseKey its public Noise key, 32 bytes: admits its sessions
 * @param signKey its public signing key, 32 bytes
 * @param sealKey its public sealing key, 32 bytes: epoch boxes are sealed to it
 * @param role MEMBER, ADMIN or DORMANT
 * @param addedAt index of the entry since which it is in the group without a break
 */
public record RosterDevice(
    DeviceId id, ByteString noiseKey, ByteString signKey, ByteString sealKey, Role role,
    int addedAt) {
  /** Whether it may sign Add, Remove, Rekey, SetRole and Close. */
  public boolean isAdmin() {
    return role == Role.ROLE_ADMIN;
  }

  /** Whether it does not hold up deletion; it may read and push all the same. */
  public boolean isDormant() {
    return role == Role.ROLE_DORMANT;
  }

  RosterDevice withRole(Role changed) {
    return new RosterDevice(id, noiseKey, signKey, sealKey, changed, addedAt);
  }

  RosterDevice addedAt(int index) {
    return new RosterDevice(id, noiseKey, signKey, sealKey, role, index);
  }
}
