package dev.zerok.relay.core;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.position.LogHashes;
import dev.zerok.protocol.roster.Roster;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One group in memory: its numbers, its roster, its devices' watermarks and its sessions. Index, payloads and known pushes stay
 * in the records. The log's thread only.
 */
final class GroupState {
  private final GroupId group;
  private LogId logId;
  private long head;
  private ByteString runningHash;
  private long storedBytes;
  private long rosterBytes;
  private long trimmedTo;
  private Optional<RenewalRecord> renewal;
  private Roster roster;
  private boolean changed;
  private long savedHead;

  private final Map<DeviceId, DeviceRecord> devices;
  // Null: to be made anew, as who counts may be another.
  private @Nullable WatermarkIndex counting;
  private final CheckpointTable checkpoints;
  // Devices whose mark changed since it was last told; at most one per device that was in the group.
  private final Set<DeviceId> movedMarks = new LinkedHashSet<>();
  private final Map<DeviceId, LiveSession> sessions = new HashMap<>();
  // Meters outlive sessions, so that reconnecting does not refill a bucket; one per device of the group.
  private final Map<DeviceId, PushCreditMeter> meters = new HashMap<>();
  private final UsageState usage;
  private @Nullable GroupCredit credit;
  private long accountedBytes;

  GroupState(GroupId group, GroupRecord record, Roster roster,
      Map<DeviceId, DeviceRecord> devices, CheckpointRecords checkpoints, UsageState usage) {
    this.group = group;
    this.logId = record.logId();
    this.head = record.head();
    this.savedHead = record.head();
    this.runningHash = record.runningHash();
    this.storedBytes = record.storedBytes();
    this.accountedBytes = record.heldBytes();
    this.usage = usage;
    this.rosterBytes = record.rosterBytes();
    this.trimmedTo = record.trimmedTo();
    this.renewal = record.renewal();
    this.roster = roster;
    this.devices = new HashMap<>(devices);
    this.checkpoints = new CheckpointTable(checkpoints);
  }

  /** A group that begins now, with an empty log. */
  static GroupState fresh(GroupId group, LogId logId, Roster empty) {
    GroupRecord record = new GroupRecord(logId, 0, LogHashes.start(group, logId), 0, 0, 0);
    return new GroupState(
        group, record, empty, Map.of(), CheckpointRecords.NONE, UsageState.none());
  }

  GroupId group() {
    return group;
  }

  LogId logId() {
    return logId;
  }

  long head() {
    return head;
  }

  ByteString runningHash() {
    return runningHash;
  }

  long storedBytes() {
    return storedBytes;
  }

  long trimmedTo() {
    return trimmedTo;
  }

  Roster roster() {
    return roster;
  }

  void replaceRoster(Roster next) {
    roster = next;
    counting = null;
  }

  /** How far the renewal of the log is; empty when the log is whole. */
  Optional<RenewalRecord> renewal() {
    return renewal;
  }

  void renewal(Optional<RenewalRecord> now) {
    renewal = now;
    changed = true;
  }

  /** The log begins anew, empty; roster, devices and what is stored stay (RESET-2), and {@link LogRenewal} goes on. */
  void beginLog(LogId fresh) {
    renewal = Optional.of(RenewalRecord.begun(trimmedTo, head));
    logId = fresh;
    head = 0;
    savedHead = 0;
    runningHash = LogHashes.start(group, fresh);
    trimmedTo = 0;
    changed = true;
  }

  /** Gives the next cursor to an entry with this hash (LOG-1). */
  long advance(ByteString entryHash) {
    head++;
    runningHash = LogHashes.step(runningHash, head, entryHash);
    changed = true;
    return head;
  }

  void addStoredBytes(long bytes) {
    storedBytes += bytes;
    if (storedBytes < 0) {
      throw new IllegalStateException(group + " stores " + storedBytes + " bytes");
    }
    changed = true;
  }

  /** Sealed payload and roster. */
  long heldBytes() {
    return storedBytes + rosterBytes;
  }

  /** What {@link #heldBytes} changed by since this was last asked. */
  long takeUnaccounted() {
    long change = heldBytes() - accountedBytes;
    accountedBytes = heldBytes();
    return change;
  }

  UsageState usage() {
    return usage;
  }

  void addRosterBytes(int bytes) {
    rosterBytes += bytes;
    changed = true;
  }

  void trimTo(long cursor) {
    trimmedTo = cursor;
    changed = true;
  }

  /** Writes the group's numbers if this command changed them; true if the head is another than when this was last asked. */
  boolean save(ShardRecords records) {
    if (changed) {
      records.putGroup(group,
          new GroupRecord(logId, head, runningHash, storedBytes, rosterBytes, trimmedTo,
              renewal));
      changed = false;
    }
    checkpoints.takeChange().ifPresent(changes -> records.putCheckpoints(group, changes));
    usage.save(records, group);
    boolean moved = head != savedHead;
    savedHead = head;
    return moved;
  }

  /**
   * The record of a device in the group.
   *
   * @throws IllegalStateException if it is not in the group
   */
  DeviceRecord device(DeviceId device) {
    DeviceRecord record = devices.get(device);
    if (record == null) {
      throw new IllegalStateException(device + " is not in " + group);
    }
    return record;
  }

  void putDevice(ShardRecords records, DeviceId device, DeviceRecord record) {
    DeviceRecord before = devices.put(device, record);
    if (counting != null && Watermarks.counts(roster, device)) {
      if (before != null) {
        counting.remove(device, before.applied());
      }
      counting.add(device, record.applied());
    }
    if (before == null || before.applied() != record.applied()
        || before.lastSeenHours() != record.lastSeenHours()) {
      movedMarks.add(device);
    }
    records.putDevice(group, device, record);
  }

  /** Notes that the device has or had a session at that hour. */
  void seen(ShardRecords records, DeviceId device, long hours) {
    DeviceRecord record = device(device);
    if (hours > record.lastSeenHours()) {
      putDevice(records, device, record.withLastSeen(hours));
    }
  }

  void deleteDevice(ShardRecords records, DeviceId device) {
    movedMarks.add(device);
    DeviceRecord gone = devices.remove(device);
    if (counting != null && gone != null) {
      counting.remove(device, gone.applied());
    }
    PushCreditMeter meter = meters.remove(device);
    if (meter != null) {
      meter.leave();
    }
    usage.forget(records, group, device);
    records.deleteDevice(group, device);
  }

  /** What is told of every device. */
  List<DeviceMark> marks() {
    return devices.entrySet()
        .stream()
        .map(entry -> DeviceMark.of(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** What has changed of {@link #marks} since this was last asked; empty if nothing has. */
  Optional<ShardEffect.MarksMoved> takeMovedMarks() {
    if (movedMarks.isEmpty()) {
      return Optional.empty();
    }
    List<DeviceMark> now = new ArrayList<>();
    List<DeviceId> gone = new ArrayList<>();
    for (DeviceId device : movedMarks) {
      DeviceRecord record = devices.get(device);
      if (record == null) {
        gone.add(device);
      } else {
        now.add(DeviceMark.of(device, record));
      }
    }
    movedMarks.clear();
    return Optional.of(new ShardEffect.MarksMoved(group, List.copyOf(now), List.copyOf(gone)));
  }

  Watermarks watermarks() {
    WatermarkIndex index = counting;
    if (index == null) {
      WatermarkIndex anew = new WatermarkIndex();
      countingDevices().forEach(entry -> anew.add(entry.getKey(), entry.getValue().applied()));
      counting = anew;
      index = anew;
    }
    return index.now();
  }

  /** The devices that hold up deletion (DEL-1). */
  Stream<Map.Entry<DeviceId, DeviceRecord>> countingDevices() {
    return Watermarks.counting(roster, Collections.unmodifiableMap(devices));
  }

  CheckpointTable checkpoints() {
    return checkpoints;
  }

  boolean isConnected(DeviceId device) {
    return sessions.containsKey(device);
  }

  /** Devices that were in a session when an earlier process ended were last seen then, at this serving time. */
  void settleLastSeen(ShardRecords records, long servingMillis) {
    List.copyOf(devices.entrySet())
        .stream()
        .filter(entry -> entry.getValue().lastSeen() == DeviceRecord.IN_SESSION)
        .forEach(entry -> putDevice(
            records, entry.getKey(), entry.getValue().withSeen(servingMillis)));
  }

  /** The session if it is this device's present one and the device is in the group at this moment. */
  Optional<LiveSession> session(SessionKey key) {
    return Optional.ofNullable(sessions.get(key.device()))
        .filter(session -> session.key().equals(key))
        .filter(session -> roster.device(key.device()).isPresent());
  }

  LiveSession beginSession(SessionKey key, PushRate rate, PushRate groupRate, long nowMillis) {
    GroupCredit shared = credit == null ? new GroupCredit(groupRate, nowMillis) : credit;
    credit = shared;
    PushCreditMeter meter =
        meters.computeIfAbsent(
            key.device(), device -> new PushCreditMeter(rate, shared, nowMillis));
    meter.startSession(nowMillis);
    LiveSession session = new LiveSession(key, meter);
    sessions.put(key.device(), session);
    return session;
  }

  Optional<LiveSession> endSession(DeviceId device) {
    return Optional.ofNullable(sessions.remove(device));
  }

  Collection<LiveSession> sessions() {
    return List.copyOf(sessions.values());
  }

  boolean hasSessions() {
    return !sessions.isEmpty();
  }
}
