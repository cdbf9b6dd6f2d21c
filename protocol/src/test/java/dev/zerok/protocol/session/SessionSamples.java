package dev.zerok.protocol.session;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.crypto.provider.Providers;
import dev.zerok.protocol.id.MailboxId;
import dev.zerok.protocol.identity.RelayIdentity;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.wire.Ack;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.Deliver;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.GoAway;
import dev.zerok.protocol.wire.GoAwayReason;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.LogPosition;
import dev.zerok.protocol.wire.MailboxSend;
import dev.zerok.protocol.wire.Push;
import dev.zerok.protocol.wire.PushAck;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.RosterPresent;
import dev.zerok.protocol.wire.Welcome;
import java.util.List;

/** Well-formed values for these tests. */
final class SessionSamples {
  static final Crypto CRYPTO = Providers.fastest();
  static final long UNIX_SECONDS = 1_800_000_000;

  static final KeyPair RELAY_KEY = keyPair("relay");
  static final KeyPair DEVICE_KEY = keyPair("device");
  static final RelayIdentity IDENTITY =
      RelayIdentity.fromSeed(CRYPTO, Secret.random(new FakeRandomSource("identity"), 32));
  static final ByteString CERTIFICATE = certificate(RELAY_KEY, UNIX_SECONDS + 60);

  static final MailboxId MAILBOX = MailboxId.of(bytes(16, 5));
  static final Hello HELLO = Hello.newBuilder()
      .setGroupId(bytes(32, 1))
      .setStoreIncarnation(bytes(16, 2))
      .setReceiveWindow(1 << 20)
      .build();
  static final Welcome WELCOME =
      Welcome.newBuilder().setLogId(bytes(16, 3)).setHeadCursor(100).build();
  static final Push PUSH = Push.newBuilder()
      .setDeviceSeq(1)
      .setKind(EnvelopeKind.ENVELOPE_KIND_BLOB)
      .setEpoch(1)
      .setPayload(bytes(297, 4))
      .build();

  private SessionSamples() {}

  static KeyPair keyPair(String seed) {
    return CRYPTO.agreement().generate(new FakeRandomSource(seed));
  }

  static ByteString certificate(KeyPair relayKey, long notAfterSeconds) {
    return IDENTITY.certify(relayKey.publicKey(), notAfterSeconds, List.of(), List.of())
        .toByteString();
  }

  static RelaySessionConfig relayConfig() {
    return relayConfig(new ChainBudget(Limits.DEFAULT_PRESENTED_CHAINS_BYTES));
  }

  static RelaySessionConfig relayConfig(ChainBudget presentedChains) {
    return RelaySessionConfig.standard(
        CRYPTO, RELAY_KEY, CERTIFICATE, SubProtocol.STD1, List.of(SubProtocol.STD1),
        presentedChains);
  }

  static ClientSessionConfig clientConfig(SessionPurpose purpose) {
    return ClientSessionConfig.standard(CRYPTO, DEVICE_KEY, IDENTITY.publicKey(), purpose,
        UNIX_SECONDS);
  }

  static SessionPurpose syncing() {
    return new SessionPurpose.SyncGroup(HELLO);
  }

  static SessionPurpose joining() {
    return new SessionPurpose.JoinMailbox(MAILBOX);
  }

  static Hello helloAt(long cursor) {
    return HELLO.toBuilder()
        .setLast(LogPosition.newBuilder()
            .setLogId(bytes(16, 3))
            .setCursor(cursor)
            .setRunningHash(bytes(32, 6)))
        .build();
  }

  static ClientFrame hello(Hello hello) {
    return ClientFrame.newBuilder().setHello(hello).build();
  }

  static ClientFrame push(long deviceSeq) {
    return push(PUSH.toBuilder().setDeviceSeq(deviceSeq).build());
  }

  static ClientFrame push(Push push) {
    return ClientFrame.newBuilder().setPush(push).build();
  }

  static ClientFrame ack(long received, long applied) {
    return ClientFrame.newBuilder()
        .setAck(Ack.newBuilder().setReceived(received).setApplied(applied))
        .build();
  }

  static ClientFrame chainPart(boolean more, int... entries) {
    RosterPresent.Builder part = RosterPresent.newBuilder().setMore(more);
    for (int entry : entries) {
      part.addEntries(entry(entry));
    }
    return ClientFrame.newBuilder().setRosterPresent(part).build();
  }

  static RosterEntry entry(int number) {
    return RosterEntry.newBuilder()
        .setBody(bytes(100, number))
        .setSignature(bytes(64, number))
        .build();
  }

  static ClientFrame mailboxSend(MailboxId mailbox) {
    return ClientFrame.newBuilder()
        .setMailboxSend(
            MailboxSend.newBuilder().setMailboxId(mailbox.bytes()).setBody(bytes(10, 7)))
        .build();
  }

  static RelayFrame deliver(long cursor, int payloadBytes) {
    return RelayFrame.newBuilder()
        .setDeliver(Deliver.newBuilder().setCursor(cursor).setPayload(bytes(payloadBytes, 8)))
        .build();
  }

  static RelayFrame pushAck(long deviceSeq, long cursor) {
    return RelayFrame.newBuilder()
        .setPushAck(PushAck.newBuilder().setDeviceSeq(deviceSeq).setCursor(cursor))
        .build();
  }

  static RelayFrame goAway(GoAwayReason reason, int returnAfterMillis) {
    return RelayFrame.newBuilder()
        .setGoAway(GoAway.newBuilder().setReason(reason).setReturnAfterMillis(returnAfterMillis))
        .build();
  }

  static ByteString bytes(int size, int value) {
    byte[] bytes = new byte[size];
    java.util.Arrays.fill(bytes, (byte) value);
    return ByteString.copyFrom(bytes);
  }
}
