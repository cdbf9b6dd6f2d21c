package dev.zerok.protocol.seal;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.testkit.VectorObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A receiver's memory that a test fills by hand. Answers only what it was told. */
final class FakeKnownHistory implements KnownHistory {
  private record Blob(DeviceId sender, long deviceSeq) implements Comparable<Blob> {
    @Override
    public int compareTo(Blob other) {
      int bySender = sender.compareTo(other.sender);
      return bySender != 0 ? bySender : Long.compare(deviceSeq, other.deviceSeq);
    }
  }

  private final Map<Long, ByteString> runningHashes = new TreeMap<>();
  private final Map<Blob, ByteString> blobHashes = new TreeMap<>();
  private final Map<Integer, Long> rosterCursors = new TreeMap<>();
  private Optional<LogId> logId = Optional.empty();
  private int rosterAppliedBefore;

  void remember(Position position) {
    logId = Optional.of(position.logId());
    runningHashes.put(position.cursor(), position.runningHash());
  }

  void remember(SealedBlob blob) {
    blobHashes.put(new Blob(blob.envelope().sender(), blob.envelope().deviceSeq()),
        blob.blobHash());
  }

  void rememberRosterEntry(int index, long cursor) {
    rosterCursors.put(index, cursor);
  }

  /** The log is not the first one: this much of the roster was applied before it. */
  void rosterAppliedBefore(int length) {
    rosterAppliedBefore = length;
  }

  @Override
  public int rosterAppliedBefore() {
    return rosterAppliedBefore;
  }

  @Override
  public Optional<LogId> logId() {
    return logId;
  }

  @Override
  public Optional<ByteString> runningHashAt(long cursor) {
    return Optional.ofNullable(runningHashes.get(cursor));
  }

  @Override
  public Optional<ByteString> blobHash(DeviceId sender, long deviceSeq) {
    return Optional.ofNullable(blobHashes.get(new Blob(sender, deviceSeq)));
  }

  @Override
  public OptionalLong cursorOfRosterEntry(int index) {
    Long cursor = rosterCursors.get(index);
    return cursor == null ? OptionalLong.empty() : OptionalLong.of(cursor);
  }

  /** Everything that was remembered, for a vector file. */
  VectorObject vector() {
    List<VectorObject> hashes =
        runningHashes.entrySet()
            .stream()
            .map(known -> new VectorObject().u64("cursor", known.getKey())
                .hex("running_hash", known.getValue()))
            .toList();
    List<VectorObject> blobs =
        blobHashes.entrySet()
            .stream()
            .map(
                known -> new VectorObject()
                    .hex("sender", known.getKey().sender().bytes())
                    .u64("device_seq", known.getKey().deviceSeq())
                    .hex("blob_hash", known.getValue()))
            .toList();
    List<VectorObject> places =
        rosterCursors.entrySet()
            .stream()
            .map(known -> new VectorObject().u32("index", known.getKey())
                .u64("cursor", known.getValue()))
            .toList();
    return new VectorObject()
        .hex("log_id", logId.map(LogId::bytes).orElse(ByteString.EMPTY))
        .objects("running_hashes", hashes)
        .objects("blob_hashes", blobs)
        .objects("roster_cursors", places)
        .u32("roster_applied_before", rosterAppliedBefore);
  }
}
