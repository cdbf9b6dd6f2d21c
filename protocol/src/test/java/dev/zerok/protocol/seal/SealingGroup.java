package dev.zerok.protocol.seal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.admin.JoinSignatures;
import dev.zerok.protocol.admin.RootSigner;
import dev.zerok.protocol.admin.RosterSigner;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.crypto.provider.Providers;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.identity.RootKeys;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.wire.BodyEncoding;
import dev.zerok.protocol.wire.Deliver;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.PayloadHeader;
import dev.zerok.protocol.wire.PayloadKind;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.RosterHead;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A group of Alice (admin) and Bob, in its first epoch. Equal seeds give equal groups. */
public final class SealingGroup {
  public static final long NOW = 1_700_000_000_000L;

  public final Crypto crypto = Providers.bouncyCastle();
  public final RandomSource random;
  public final RootKeys root;
  public final GroupId id;
  public final DeviceKeyPairs aliceKeys;
  public final DeviceKeyPairs bobKeys;
  public final DeviceId alice;
  public final DeviceId bob;
  public final EpochSecret epoch;
  public final List<RosterEntry> entries = new ArrayList<>();
  public Roster roster;

  public SealingGroup(String seed) {
    random = new FakeRandomSource(seed);
    try (Secret rootSeed = Secret.random(random, RootKeys.SEED_LENGTH)) {
      root = RootKeys.fromSeed(crypto, rootSeed);
    }
    id = root.groupId();
    aliceKeys = DeviceKeyPairs.generate(crypto, random);
    bobKeys = DeviceKeyPairs.generate(crypto, random);
    alice = aliceKeys.deviceId(crypto, id);
    bob = bobKeys.deviceId(crypto, id);
    epoch = EpochSecret.first(random);
    roster = Roster.empty(crypto.suite(), id);
    append(new RootSigner(crypto, root).genesis(aliceKeys, epoch, random, NOW));
    append(
        admin()
            .add(
                roster,
                JoinSignatures.entry(
                    crypto,
                    id,
                    bobKeys,
                    Role.ROLE_MEMBER,
                    ByteString.copyFrom(random.bytes(Sha256.LENGTH))),
                null,
                NOW));
  }

  /** Alice's signer. */
  public RosterSigner admin() {
    return new RosterSigner(crypto, aliceKeys);
  }

  public void append(RosterEntry entry) {
    try {
      roster = roster.append(crypto, entry);
      entries.add(entry);
    } catch (ProtocolViolation e) {
      throw new AssertionError("the test made an entry that does not hold: " + e.getMessage(), e);
    }
  }

  public SealContext bobsContext() {
    return new SealContext(id, epoch, bobKeys.sign(), bob);
  }

  public SealContext alicesContext() {
    return new SealContext(id, epoch, aliceKeys.sign(), alice);
  }

  /** Text as Bob's first message. */
  public OutgoingPayload text(String text) {
    return data(ByteString.copyFrom(text, UTF_8), StreamId.DEFAULT, 1, ByteString.EMPTY,
        roster.head(), null);
  }

  /** Text that follows another blob of the same sender. */
  public OutgoingPayload text(String text, SealedBlob previous, @Nullable Position seen) {
    return data(
        ByteString.copyFrom(text, UTF_8),
        StreamId.DEFAULT,
        previous.envelope().deviceSeq() + 1,
        previous.blobHash(),
        roster.head(),
        seen);
  }

  public static OutgoingPayload data(
      ByteString body,
      StreamId stream,
      long deviceSeq,
      ByteString previousBlobHash,
      RosterHead rosterHead,
      @Nullable Position seen) {
    return new OutgoingPayload(
        PayloadKind.PAYLOAD_KIND_DATA,
        "text/plain",
        body,
        false,
        NOW,
        EnvelopeKind.ENVELOPE_KIND_BLOB,
        stream,
        0,
        deviceSeq,
        previousBlobHash,
        rosterHead,
        seen);
  }

  public SealedBlob sealByBob(OutgoingPayload outgoing) {
    return Sealer.seal(crypto, bobsContext(), outgoing, random);
  }

  /** The header that an honest Bob would sign for this payload. */
  public PayloadHeader.Builder headerByBob(OutgoingPayload outgoing) {
    return Sealer.header(
        bobsContext(), outgoing, BodyEncoding.BODY_ENCODING_NONE, Sha256.of(outgoing.body()))
        .toBuilder();
  }

  /** A blob of Bob's whose signed header is any header, in the envelope that the payload would honestly have. */
  public SealedBlob sealByBob(OutgoingPayload outgoing, PayloadHeader header) {
    return Sealer.seal(
        crypto, bobsContext(), Sealer.envelope(bobsContext(), outgoing), header, outgoing.body(),
        random);
  }

  public OpenedPayload open(Deliver deliver) throws ProtocolViolation, OpenFailure {
    return Opener.open(crypto, id, epoch, roster, deliver);
  }

  public OpenedPayload open(SealedBlob blob) throws ProtocolViolation, OpenFailure {
    return open(deliver(blob, 1));
  }

  public static Deliver deliver(SealedBlob blob, long cursor) {
    BlobEnvelope envelope = blob.envelope();
    return Deliver.newBuilder()
        .setCursor(cursor)
        .setSender(envelope.sender().bytes())
        .setDeviceSeq(envelope.deviceSeq())
        .setKind(envelope.kind())
        .setStream(envelope.stream().toWire())
        .setCovers(envelope.covers())
        .setEpoch(envelope.epoch())
        .setPayload(blob.payload())
        .build();
  }
}
