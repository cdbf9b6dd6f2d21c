package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.content.ContentPart;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.seal.OutgoingPayload;
import dev.zerok.protocol.seal.SealContext;
import dev.zerok.protocol.seal.SealedBlob;
import dev.zerok.protocol.seal.Sealer;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.PayloadKind;
import dev.zerok.protocol.wire.Profile;
import org.jspecify.annotations.Nullable;

/** Another member, who seals what an honest client of its would seal. */
final class SigningPeer {
  final DeviceKeyPairs keys;
  final DeviceId id;
  private final GroupFixture group;
  private long seq;
  private ByteString lastHash = ByteString.EMPTY;

  SigningPeer(GroupFixture group, DeviceKeyPairs keys) {
    this.group = group;
    this.keys = keys;
    this.id = group.id(keys);
  }

  SealedBlob text(String text) {
    return text(text, null);
  }

  /** A message of the app's by somebody who has applied everything up to {@code seen}. */
  SealedBlob text(String text, @Nullable Position seen) {
    return seal(PayloadKind.PAYLOAD_KIND_DATA, text, group.epoch, seen);
  }

  SealedBlob ofKind(PayloadKind kind) {
    return seal(kind, "not for the app", group.epoch, null);
  }

  /** What it calls itself. */
  SealedBlob profile(String name, EpochSecret epoch) {
    return seal(PayloadKind.PAYLOAD_KIND_PROFILE,
        Profile.newBuilder().setDeviceName(name).build().toByteString(), epoch, null);
  }

  /** A part of a large content. */
  SealedBlob part(ContentPart part) {
    return seal(part.kind(), part.body(), group.epoch, null);
  }

  SealedBlob seal(PayloadKind kind, String text, EpochSecret epoch, @Nullable Position seen) {
    return seal(kind, ByteString.copyFromUtf8(text), epoch, seen);
  }

  private SealedBlob seal(PayloadKind kind, ByteString body, EpochSecret epoch,
      @Nullable Position seen) {
    OutgoingPayload payload = new OutgoingPayload(kind, "text/plain", body, false, GroupFixture.NOW,
        EnvelopeKind.ENVELOPE_KIND_BLOB,
        StreamId.DEFAULT, 0, seq + 1, lastHash, group.roster.head(), seen);
    SealedBlob blob = Sealer.seal(group.crypto,
        new SealContext(group.groupId(), epoch, keys.sign(), id), payload, group.random);
    seq++;
    lastHash = blob.blobHash();
    return blob;
  }

  /** The last sequence that was sealed. */
  long lastSeq() {
    return seq;
  }

  ByteString lastHash() {
    return lastHash;
  }
}
