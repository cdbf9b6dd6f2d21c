package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.seal.BlobEnvelope;
import dev.zerok.protocol.seal.SealedBlob;
import dev.zerok.protocol.wire.CaughtUp;
import dev.zerok.protocol.wire.Deliver;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.Error;
import dev.zerok.protocol.wire.Gap;
import dev.zerok.protocol.wire.GapReason;
import dev.zerok.protocol.wire.PlacedRosterEntry;
import dev.zerok.protocol.wire.PushAck;
import dev.zerok.protocol.wire.PushCredit;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.Reset;
import dev.zerok.protocol.wire.ResetReason;
import dev.zerok.protocol.wire.RosterEntries;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.RosterHead;
import dev.zerok.protocol.wire.Welcome;

/** The frames that a relay sends, honest or not. */
final class StreamFrames {
  private static final PushCredit PLENTY =
      PushCredit.newBuilder().setPushes(1_000).setBytes(1L << 30).build();

  private StreamFrames() {}

  static Welcome.Builder welcome(ByteString logId, RosterHead head) {
    return Welcome.newBuilder().setLogId(logId).setRosterHead(head).setPushCredit(PLENTY);
  }

  static RelayFrame of(Welcome.Builder welcome) {
    return RelayFrame.newBuilder().setWelcome(welcome).build();
  }

  static RelayFrame deliver(long cursor, SealedBlob blob) {
    return of(delivered(cursor, blob));
  }

  static RelayFrame of(Deliver.Builder deliver) {
    return RelayFrame.newBuilder().setDeliver(deliver).build();
  }

  static Deliver.Builder delivered(long cursor, SealedBlob blob) {
    BlobEnvelope envelope = blob.envelope();
    return Deliver.newBuilder()
        .setCursor(cursor)
        .setSender(envelope.sender().bytes())
        .setDeviceSeq(envelope.deviceSeq())
        .setKind(envelope.kind())
        .setStream(envelope.stream().toWire())
        .setCovers(envelope.covers())
        .setEpoch(envelope.epoch())
        .setPayload(blob.payload());
  }

  /** The blob with one bit of its ciphertext flipped. */
  static Deliver.Builder flipped(long cursor, SealedBlob blob) {
    byte[] payload = blob.payload().toByteArray();
    payload[payload.length / 2] ^= 1;
    return delivered(cursor, blob).setPayload(ByteString.copyFrom(payload));
  }

  /** Bytes that nobody sealed, under a sender's name. */
  static Deliver.Builder forged(long cursor, DeviceId sender, long seq) {
    return Deliver.newBuilder()
        .setCursor(cursor)
        .setSender(sender.bytes())
        .setDeviceSeq(seq)
        .setKind(EnvelopeKind.ENVELOPE_KIND_BLOB)
        .setEpoch(1)
        .setPayload(ByteString.copyFrom(new byte[Limits.PAYLOAD_FLOOR_BYTES]));
  }

  static RelayFrame roster(long cursor, RosterEntry entry) {
    return RelayFrame.newBuilder()
        .setRosterEntries(RosterEntries.newBuilder()
            .addEntries(PlacedRosterEntry.newBuilder().setCursor(cursor).setEntry(entry)))
        .build();
  }

  static RelayFrame gap(long from, long to) {
    return RelayFrame.newBuilder()
        .setGap(Gap.newBuilder().setFrom(from).setTo(to).setReason(GapReason.GAP_REASON_TTL))
        .build();
  }

  static RelayFrame caughtUp(long cursor) {
    return RelayFrame.newBuilder().setCaughtUp(CaughtUp.newBuilder().setCursor(cursor)).build();
  }

  static RelayFrame pushAck(long seq, long cursor) {
    return RelayFrame.newBuilder()
        .setPushAck(PushAck.newBuilder().setDeviceSeq(seq).setCursor(cursor))
        .build();
  }

  static RelayFrame reset(ResetReason reason) {
    return RelayFrame.newBuilder().setReset(Reset.newBuilder().setReason(reason)).build();
  }

  static RelayFrame pushRefused(long seq, ErrorCode code) {
    return of(Error.newBuilder().setCode(code.code()).setMessage(code.advice()).setDeviceSeq(seq));
  }

  static RelayFrame of(Error.Builder error) {
    return RelayFrame.newBuilder().setError(error).build();
  }
}
