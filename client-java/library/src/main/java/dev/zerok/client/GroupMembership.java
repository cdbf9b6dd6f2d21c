package dev.zerok.client;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.DeviceProgress;
import dev.zerok.client.model.MemberDevice;
import dev.zerok.client.model.MemberRole;
import dev.zerok.client.model.PushOptions;
import dev.zerok.client.model.PushReceipt;
import dev.zerok.client.replica.RosterCommand;
import dev.zerok.client.runtime.SyncService;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.pairing.ShowableName;
import dev.zerok.protocol.wire.Role;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What a device knows of its group, and how it changes who belongs to it: the part of {@link SyncClient} about devices. */
abstract class GroupMembership {
  private final SyncService service;

  GroupMembership(SyncService service) {
    this.service = service;
  }

  /** The group's devices as the verified roster has them, ascending by id. */
  public List<MemberDevice> devices() {
    return service.devices();
  }

  /**
   * How far every device of the group is, ascending by id: who is online and who is behind. Each value says whose word it is.
   */
  public List<DeviceProgress> progress() {
    return service.progress();
  }

  /**
   * Gives this device another name. The others show it once they have received it; they know it is this device's own word.
   *
   * @param name 1 to 256 characters without control characters and those that turn the writing direction
   * @return completes when it is on this device's disk; fails as {@link SyncClient#push(ByteString, PushOptions)} does
   */
  public CompletableFuture<PushReceipt> rename(String name) {
    if (name.isBlank() || !ShowableName.is(name)) {
      throw new IllegalArgumentException(
          "a device name has 1 to 256 characters and no control characters");
    }
    return service.rename(name);
  }

  /** {@link #progress} as soon as the relay has said in this session how far the devices are. */
  public CompletableFuture<List<DeviceProgress>> freshProgress() {
    return service.freshProgress();
  }

  /**
   * Removes a device and starts a new epoch. Completes when the entry stands in the roster.
   *
   * @return fails with {@code NOT_ADMIN}, {@code UNKNOWN_DEVICE}, {@code STOPPED} or {@code CLOSED}
   */
  public CompletableFuture<Void> remove(DeviceId device) {
    return service.command(new RosterCommand.Remove(device));
  }

  /** Makes a device an admin, a member, or dormant. Fails as {@link #remove} does, or with {@code LAST_ADMIN}. */
  public CompletableFuture<Void> setRole(DeviceId device, MemberRole role) {
    return service.command(new RosterCommand.SetRole(device, switch (role) {
      case MEMBER -> Role.ROLE_MEMBER;
      case ADMIN -> Role.ROLE_ADMIN;
      case DORMANT -> Role.ROLE_DORMANT;
    }));
  }

  /** Leaves the group. Completes when the entry stands in the roster; fails with {@code LAST_ADMIN} for the last admin. */
  public CompletableFuture<Void> leave() {
    return service.command(new RosterCommand.Leave());
  }

  /**
   * Ends the group for everybody: the relay erases it, connected devices get {@code GroupEnded}, others are refused when they come. What
   * devices have stays on them. Completes when the entry stands in the roster; fails as {@link #remove} does. There is no way back.
   */
  public CompletableFuture<Void> closeGroup() {
    return service.command(new RosterCommand.Close());
  }
}
