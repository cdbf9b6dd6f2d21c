package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.content.ContentPart;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.seal.OpenFailure;
import dev.zerok.protocol.seal.OpenedPayload;
import dev.zerok.protocol.seal.Opener;
import dev.zerok.protocol.seal.OutgoingPayload;
import dev.zerok.protocol.seal.SealContext;
import dev.zerok.protocol.seal.SealedBlob;
import dev.zerok.protocol.seal.Sealer;
import dev.zerok.protocol.seal.StreamIds;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.PayloadKind;
import dev.zerok.protocol.wire.Push;
import dev.zerok.protocol.wire.RosterHead;
import org.jspecify.annotations.Nullable;

/**
 * Seals this device's payloads into its outbox: new ones, ones that must be sealed anew under a new epoch or behind another blob, and voids
 * in the place of ones that can never be accepted (PROTOCOL.md § 6.3, § 7).
 */
final class PushSealer {
  private final DeviceSelf self;
  private final RandomSource random;
  private final EpochKeyring keyring;
  private final Outbox outbox;

  PushSealer(DeviceSelf self, RandomSource random, EpochKeyring keyring, Outbox outbox) {
    this.self = self;
    this.random = random;
    this.keyring = keyring;
    this.outbox = outbox;
  }

  /** Seals a payload of the app behind the last one. */
  StoreRecord sealNew(
      Roster roster, @Nullable Position applied, StreamId stream, String contentType,
      ByteString body, int ttl, long now) {
    long seq = outbox.lastSeq() + 1;
    OutgoingPayload payload = OutgoingPayload.data(
        contentType, body, now, stream, seq, outbox.previousOf(seq), head(roster), seen(applied));
    return seal(payload, ttl);
  }

  /** Seals a part of a large content behind the last push. */
  StoreRecord sealPart(Roster roster, @Nullable Position applied, String stream, ContentPart part,
      int ttl, long now) {
    long seq = outbox.lastSeq() + 1;
    StreamId streamId = StreamIds.derive(self.crypto(), self.group(),
        keyring.newest().streamSecret(), stream);
    OutgoingPayload payload = new OutgoingPayload(part.kind(), "", part.body(), false, now,
        EnvelopeKind.ENVELOPE_KIND_BLOB, streamId, 0, seq, outbox.previousOf(seq), head(roster),
        seen(applied));
    return seal(payload, ttl);
  }

  /** Seals a part of a checkpoint behind the last push. */
  StoreRecord sealCheckpoint(
      Roster roster, @Nullable Position applied, StreamId stream, long covers, ByteString body,
      int part, boolean last, long now) {
    long seq = outbox.lastSeq() + 1;
    EnvelopeKind envelope = last
        ? EnvelopeKind.ENVELOPE_KIND_CHECKPOINT
        : EnvelopeKind.ENVELOPE_KIND_CHECKPOINT_PART;
    OutgoingPayload payload = new OutgoingPayload(PayloadKind.PAYLOAD_KIND_CHECKPOINT, "", body,
        true, now, envelope, stream, covers, part, seq, outbox.previousOf(seq), head(roster),
        seen(applied));
    return seal(payload, 0);
  }

  /** Seals a payload of the client itself, which no app sees (RECV-7), behind the last one. */
  StoreRecord sealOwn(Roster roster, @Nullable Position applied, PayloadKind kind, ByteString body,
      long now) {
    long seq = outbox.lastSeq() + 1;
    OutgoingPayload payload = new OutgoingPayload(
        kind,
        "",
        body,
        false,
        now,
        EnvelopeKind.ENVELOPE_KIND_BLOB,
        StreamId.DEFAULT,
        0,
        seq,
        outbox.previousOf(seq),
        head(roster),
        seen(applied));
    return seal(payload, 0);
  }

  /** Seals what a waiting push says once more: under the newest secret, behind the blob that is now before it. */
  StoreRecord sealAnew(Outbox.Item item, Roster roster, @Nullable Position applied) {
    OpenedPayload opened = open(item, roster);
    OutgoingPayload payload = new OutgoingPayload(
        opened.header().getKind(),
        opened.header().getContentType(),
        opened.body(),
        true,
        opened.header().getSentAtMillis(),
        opened.envelope().kind(),
        opened.envelope().stream(),
        opened.envelope().covers(),
        opened.header().getPart(),
        item.seq(),
        outbox.previousOf(item.seq()),
        head(roster),
        seen(applied));
    return seal(payload, item.push().getTtlSeconds());
  }

  /** Fills a sequence that can never be accepted with an empty payload that no app sees (RECV-7). */
  StoreRecord sealVoid(Outbox.Item item, Roster roster, @Nullable Position applied, long now) {
    OutgoingPayload payload = new OutgoingPayload(
        PayloadKind.PAYLOAD_KIND_VOID,
        "",
        ByteString.EMPTY,
        false,
        now,
        EnvelopeKind.ENVELOPE_KIND_BLOB,
        StreamId.DEFAULT,
        0,
        item.seq(),
        outbox.previousOf(item.seq()),
        head(roster),
        seen(applied));
    return seal(payload, 0);
  }

  /** Whether a push is such a filling. */
  boolean isVoid(Outbox.Item item, Roster roster) {
    return open(item, roster).header().getKind() == PayloadKind.PAYLOAD_KIND_VOID;
  }

  private StoreRecord seal(OutgoingPayload payload, int ttlSeconds) {
    SealContext context =
        new SealContext(self.group(), keyring.newest(), self.keys().sign(), self.id());
    SealedBlob blob = Sealer.seal(self.crypto(), context, payload, random);
    return outbox.putSealed(blob.toPush(ttlSeconds), blob.blobHash(), payload.previousBlobHash());
  }

  /** What this device sealed itself it can open itself. */
  OpenedPayload open(Outbox.Item item, Roster roster) {
    Push push = item.push();
    EpochSecret secret = keyring.of(push.getEpoch())
        .orElseThrow(() -> new IllegalStateException(
            "the secret that sealed push " + item.seq() + " is gone"));
    try {
      return Opener.open(self.crypto(), self.group(), secret, roster,
          Frames.delivered(push, self.id(), 1));
    } catch (OpenFailure | ProtocolViolation e) {
      throw new IllegalStateException("own push " + item.seq() + " does not open", e);
    }
  }

  /** The newest roster head whose epoch is that of the newest secret: normally the head itself (SEAL-4). */
  private RosterHead head(Roster roster) {
    int epoch = keyring.newest().epoch();
    if (roster.epoch() == epoch) {
      return roster.head();
    }
    int length = RosterDuties.lastLengthOfEpoch(roster, epoch)
        .orElseThrow(() -> new IllegalStateException("no entry of the roster has epoch " + epoch));
    return RosterHead.newBuilder().setLength(length).setHash(roster.hashAt(length - 1)).build();
  }

  private static @Nullable Position seen(@Nullable Position applied) {
    return applied != null && applied.isHashKnown() && applied.cursor() > 0 ? applied : null;
  }
}
