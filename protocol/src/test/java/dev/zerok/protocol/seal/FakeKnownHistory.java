package dev.zerok.protocol.seal;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.position.Position;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A receiver's memory that a test fills by hand. Answers only what it was told. */
final class FakeKnownHistory implements KnownHistory {
  private record Blob(DeviceId sender, long deviceSeq) {}

  private final Map<Long, ByteString> runningHashes = new HashMap<>();
  private final Map<Blob, ByteString> blobHashes = new HashMap<>();
  private final Map<Integer, Long> rosterCursors = new HashMap<>();
  private Optional<LogId> logId = Optional.empty();

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
}
