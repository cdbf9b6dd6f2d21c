package dev.zerok.protocol.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.LogPosition;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PositionTest {
  private static final GroupId GROUP = GroupId.of(filled(32, 1));
  private static final LogId LOG = LogId.of(filled(16, 2));
  private static final DeviceId SENDER = DeviceId.of(filled(16, 3));
  private static final ByteString ENTRY = ByteString.copyFrom(filled(32, 4));
  private static final ByteString PAYLOAD = ByteString.copyFrom(filled(300, 5));

  @Test
  void runningHash_coversGroupLogAndEveryEntryWithItsCursor() {
    ByteString r0 =
        hash("0k/log/v1\0",
            ByteBuffer.allocate(48).put(GROUP.toByteArray()).put(LOG.toByteArray()));
    ByteString r1 =
        hash("0k/log-step/v1\0",
            ByteBuffer.allocate(72).put(r0.toByteArray()).putLong(1).put(ENTRY.toByteArray()));

    assertThat(Position.start(GROUP, LOG)).isEqualTo(new Position(LOG, 0, r0));
    assertThat(Position.start(GROUP, LOG).next(ENTRY)).isEqualTo(new Position(LOG, 1, r1));
  }

  @Test
  @Tag("RECV-4")
  void runningHash_afterAGap_staysUnknown() {
    Position behindGap = Position.start(GROUP, LOG).next(ENTRY).skipTo(5);

    assertThat(behindGap).isEqualTo(new Position(LOG, 5, ByteString.EMPTY));
    assertThat(behindGap.isHashKnown()).isFalse();
    assertThat(behindGap.next(ENTRY)).isEqualTo(new Position(LOG, 6, ByteString.EMPTY));
    assertThatThrownBy(() -> behindGap.skipTo(5)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void blobHash_isTheHashOfItsFieldsInTheirOrder() {
    ByteBuffer input = ByteBuffer.allocate(16 + 8 + 1 + 16 + 8 + 4 + 32);
    input.put(SENDER.toByteArray()).putLong(7).put((byte) 2).put(new byte[16]).putLong(9).putInt(3);
    input.put(Sha256.of(PAYLOAD.toByteArray()));

    ByteString blob =
        LogHashes.blobHash(SENDER, 7, EnvelopeKind.ENVELOPE_KIND_CHECKPOINT, StreamId.DEFAULT, 9, 3,
            PAYLOAD);

    assertThat(blob).isEqualTo(hash("0k/blob/v1\0", input));
    assertThat(LogHashes.pushHash(blob, 60))
        .isEqualTo(
            hash("0k/push/v1\0", ByteBuffer.allocate(36).put(blob.toByteArray()).putInt(60)));
  }

  @Test
  @Tag("PUSH-2")
  void everyFieldOfAPush_changesItsHash() {
    StreamId other = StreamId.of(filled(16, 6));
    EnvelopeKind blob = EnvelopeKind.ENVELOPE_KIND_BLOB;
    EnvelopeKind checkpoint = EnvelopeKind.ENVELOPE_KIND_CHECKPOINT;
    Set<ByteString> hashes = new HashSet<>();
    hashes.add(push(SENDER, 1, blob, StreamId.DEFAULT, 0, 1, PAYLOAD, 0));
    hashes.add(push(DeviceId.of(filled(16, 7)), 1, blob, StreamId.DEFAULT, 0, 1, PAYLOAD, 0));
    hashes.add(push(SENDER, 2, blob, StreamId.DEFAULT, 0, 1, PAYLOAD, 0));
    hashes.add(push(SENDER, 1, checkpoint, StreamId.DEFAULT, 0, 1, PAYLOAD, 0));
    hashes.add(push(SENDER, 1, blob, other, 0, 1, PAYLOAD, 0));
    hashes.add(push(SENDER, 1, blob, StreamId.DEFAULT, 1, 1, PAYLOAD, 0));
    hashes.add(push(SENDER, 1, blob, StreamId.DEFAULT, 0, 2, PAYLOAD, 0));
    hashes.add(push(SENDER, 1, blob, StreamId.DEFAULT, 0, 1, PAYLOAD.substring(1), 0));
    hashes.add(push(SENDER, 1, blob, StreamId.DEFAULT, 0, 1, PAYLOAD, 1));

    assertThat(hashes).hasSize(9);
  }

  @Test
  void wirePosition_comesBackOrIsRefused() throws ProtocolViolation {
    Position position = Position.start(GROUP, LOG).next(ENTRY);
    LogPosition wire = position.toWire();

    assertThat(Position.fromWire(wire)).isEqualTo(position);
    assertThat(Position.fromWire(wire.toBuilder().clearRunningHash().build()).isHashKnown())
        .isFalse();
    assertRefused(wire.toBuilder().clearLogId().build());
    assertRefused(wire.toBuilder().setRunningHash(ENTRY.substring(1)).build());
    assertRefused(wire.toBuilder().setCursor(-1).build());
    assertThatThrownBy(() -> new Position(LOG, -1, ENTRY))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Position(LOG, 1, ENTRY.substring(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertRefused(LogPosition wire) {
    assertThatThrownBy(() -> Position.fromWire(wire)).isInstanceOf(ProtocolViolation.class);
  }

  private static ByteString push(
      DeviceId sender, long seq, EnvelopeKind kind, StreamId stream, long covers, int epoch,
      ByteString payload, int ttl) {
    return LogHashes.pushHash(LogHashes.blobHash(sender, seq, kind, stream, covers, epoch, payload),
        ttl);
  }

  private static ByteString hash(String label, ByteBuffer input) {
    return ByteString
        .copyFrom(Sha256.of(ByteString.copyFromUtf8(label).toByteArray(), input.array()));
  }

  private static byte[] filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
