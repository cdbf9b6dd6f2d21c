package dev.zerok.relay.buffer;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.relay.core.CheckpointRecord;
import dev.zerok.relay.core.CheckpointRecords;
import dev.zerok.relay.core.DeviceRecord;
import dev.zerok.relay.core.EntryRecord;
import dev.zerok.relay.core.GroupRecord;
import dev.zerok.relay.core.GroupUsage;
import dev.zerok.relay.core.KnownPush;
import dev.zerok.relay.core.RenewalRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Values: fixed fields in a fixed order, numbers big-endian. RocksDB's checksums guard them. */
final class RecordValues {
  private static final byte ROSTER = 1;
  private static final byte BLOB = 2;
  private static final int ROSTER_BYTES = 1 + Sha256.LENGTH + Integer.BYTES;
  private static final int BLOB_BYTES =
      1 + Sha256.LENGTH + DeviceId.LENGTH + StreamId.LENGTH + 3 * Long.BYTES + 2 * Integer.BYTES
          + 2;

  private static final int GROUP_BYTES = LogId.LENGTH + Sha256.LENGTH + 4 * Long.BYTES;
  private static final int RENEWAL_BYTES = 3 * Long.BYTES + 2 * Integer.BYTES;
  private static final int DEVICE_BYTES = 5 * Long.BYTES;
  private static final int CHECKPOINT_BYTES =
      DeviceId.LENGTH + StreamId.LENGTH + Long.BYTES + Byte.BYTES + Integer.BYTES;

  private RecordValues() {}

  static byte[] number(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }

  static long toNumber(byte[] value) {
    return ByteBuffer.wrap(value).getLong();
  }

  static byte[] group(GroupRecord group) {
    int renewalBytes = group.renewal().isPresent() ? RENEWAL_BYTES : 0;
    ByteBuffer out = ByteBuffer.allocate(GROUP_BYTES + renewalBytes)
        .put(group.logId().toByteArray())
        .put(group.runningHash().toByteArray())
        .putLong(group.head())
        .putLong(group.storedBytes())
        .putLong(group.rosterBytes())
        .putLong(group.trimmedTo());
    group.renewal()
        .ifPresent(renewal -> out.putLong(renewal.trimmedTo())
            .putLong(renewal.head())
            .putLong(renewal.readTo())
            .putInt(renewal.rosterPlaced())
            .putInt(renewal.devicesSettled()));
    return out.array();
  }

  static GroupRecord toGroup(byte[] value) {
    ByteBuffer in = ByteBuffer.wrap(value);
    LogId logId = LogId.of(bytes(in, LogId.LENGTH));
    ByteString hash = bytes(in, Sha256.LENGTH);
    long head = in.getLong();
    long storedBytes = in.getLong();
    long rosterBytes = in.getLong();
    long trimmedTo = in.getLong();
    Optional<RenewalRecord> renewal = in.hasRemaining()
        ? Optional.of(new RenewalRecord(
            in.getLong(), in.getLong(), in.getLong(), in.getInt(), in.getInt()))
        : Optional.empty();
    return new GroupRecord(logId, head, hash, storedBytes, rosterBytes, trimmedTo, renewal);
  }

  static byte[] usage(GroupUsage usage) {
    return ByteBuffer.allocate(3 * Long.BYTES)
        .putLong(usage.month())
        .putLong(usage.pushedBytes())
        .putLong(usage.activeHour())
        .array();
  }

  static GroupUsage toUsage(byte[] value) {
    ByteBuffer in = ByteBuffer.wrap(value);
    return new GroupUsage(in.getLong(), in.getLong(), in.getLong());
  }

  static byte[] device(DeviceRecord device) {
    return ByteBuffer.allocate(DEVICE_BYTES + device.lastPushHash().size())
        .putLong(device.addedCursor())
        .putLong(device.applied())
        .putLong(device.lastSeq())
        .putLong(device.lastSeen())
        .putLong(device.lastSeenHours())
        .put(device.lastPushHash().toByteArray())
        .array();
  }

  static DeviceRecord toDevice(byte[] value) {
    ByteBuffer in = ByteBuffer.wrap(value);
    long added = in.getLong();
    long applied = in.getLong();
    long lastSeq = in.getLong();
    // Values from before these numbers were kept are shorter by them.
    int kept = in.remaining() % Sha256.LENGTH / Long.BYTES;
    long lastSeen = kept >= 1 ? in.getLong() : DeviceRecord.IN_SESSION;
    long lastSeenHours = kept >= 2 ? in.getLong() : 0;
    return new DeviceRecord(added, applied, lastSeq, bytes(in, in.remaining()), lastSeen,
        lastSeenHours);
  }

  static byte[] push(KnownPush push) {
    return ByteBuffer.allocate(Long.BYTES + Sha256.LENGTH)
        .putLong(push.cursor())
        .put(push.pushHash().toByteArray())
        .array();
  }

  static KnownPush toPush(byte[] value) {
    ByteBuffer in = ByteBuffer.wrap(value);
    return new KnownPush(in.getLong(), bytes(in, Sha256.LENGTH));
  }

  static byte[] checkpoints(CheckpointRecords checkpoints) {
    int size = Long.BYTES;
    for (CheckpointRecord record : checkpoints.all()) {
      size += CHECKPOINT_BYTES + record.cursors().size() * Long.BYTES;
    }
    ByteBuffer out = ByteBuffer.allocate(size).putLong(checkpoints.reviewAt());
    for (CheckpointRecord record : checkpoints.all()) {
      out.put(record.sender().toByteArray())
          .put(record.stream().toByteArray())
          .putLong(record.covers())
          .put((byte) record.stage().number())
          .putInt(record.cursors().size());
      record.cursors().forEach(out::putLong);
    }
    return out.array();
  }

  static CheckpointRecords toCheckpoints(byte[] value) {
    ByteBuffer in = ByteBuffer.wrap(value);
    long reviewAt = in.getLong();
    List<CheckpointRecord> records = new ArrayList<>();
    while (in.hasRemaining()) {
      DeviceId sender = DeviceId.of(bytes(in, DeviceId.LENGTH));
      StreamId stream = StreamId.of(bytes(in, StreamId.LENGTH));
      long covers = in.getLong();
      CheckpointRecord.Stage stage = CheckpointRecord.Stage.of(in.get());
      List<Long> cursors = new ArrayList<>();
      for (int left = in.getInt(); left > 0; left--) {
        cursors.add(in.getLong());
      }
      records.add(new CheckpointRecord(sender, stream, covers, stage, cursors));
    }
    return new CheckpointRecords(reviewAt, records);
  }

  static byte[] entry(EntryRecord entry) {
    return switch (entry) {
      case EntryRecord.OfRoster roster ->
          ByteBuffer.allocate(ROSTER_BYTES)
              .put(ROSTER)
              .put(roster.runningHash().toByteArray())
              .putInt(roster.index())
              .array();
      case EntryRecord.OfBlob blob ->
          ByteBuffer.allocate(BLOB_BYTES)
              .put(BLOB)
              .put(blob.runningHash().toByteArray())
              .put(blob.sender().toByteArray())
              .putLong(blob.deviceSeq())
              .put((byte) blob.kind().getNumber())
              .put(blob.stream().toByteArray())
              .putLong(blob.covers())
              .putInt(blob.epoch())
              .putInt(blob.size())
              .putLong(blob.expiresAt())
              .put((byte) (blob.held() ? 1 : 0))
              .array();
    };
  }

  static EntryRecord toEntry(long cursor, byte[] value) {
    ByteBuffer in = ByteBuffer.wrap(value);
    byte kind = in.get();
    ByteString hash = bytes(in, Sha256.LENGTH);
    if (kind == ROSTER) {
      return new EntryRecord.OfRoster(cursor, hash, in.getInt());
    }
    if (kind != BLOB) {
      throw new IllegalStateException("an entry of kind " + kind + " at cursor " + cursor);
    }
    return new EntryRecord.OfBlob(
        cursor,
        hash,
        DeviceId.of(bytes(in, DeviceId.LENGTH)),
        in.getLong(),
        EnvelopeKind.forNumber(in.get()),
        StreamId.of(bytes(in, StreamId.LENGTH)),
        in.getLong(),
        in.getInt(),
        in.getInt(),
        in.getLong(),
        in.get() == 1);
  }

  private static ByteString bytes(ByteBuffer in, int length) {
    byte[] out = new byte[length];
    in.get(out);
    return ByteString.copyFrom(out);
  }
}
