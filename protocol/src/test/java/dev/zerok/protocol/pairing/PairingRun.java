package dev.zerok.protocol.pairing;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.pairing.PairingEvent.ConsentReceived;
import dev.zerok.protocol.pairing.PairingEvent.PairingAborted;
import dev.zerok.protocol.pairing.PairingEvent.SendBody;
import dev.zerok.protocol.pairing.PairingEvent.WordsReady;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.Invite;
import dev.zerok.protocol.wire.PairAbortReason;
import java.util.List;

/** A group's first device that invites, and a new device that wants in; the test is the relay between them. */
final class PairingRun implements AutoCloseable {
  static final long NOW_SECONDS = 1_800_000_000L;
  static final long EXPIRES_SECONDS = NOW_SECONDS + 600;

  final GroupFixture group = GroupFixture.founded("pairing group");
  final Crypto crypto = group.crypto;
  final RandomSource random = new FakeRandomSource("pairing");
  final PairingInvite invite = PairingInvite.of(invite(group, random));
  final DeviceKeyPairs phoneKeys = DeviceKeyPairs.generate(crypto, random);
  final Joiner joiner = joiner(phoneKeys);
  final Inviter inviter = inviter();

  static Invite invite(GroupFixture group, RandomSource random) {
    return Invite.newBuilder()
        .setVersion(1)
        .setSuite("std1")
        .addRelayUrls("wss://relay.example:8484/sync")
        .setRelayIdentity(ByteString.copyFrom(random.bytes(32)))
        .setGroupId(group.groupId().bytes())
        .setMailboxId(ByteString.copyFrom(random.bytes(16)))
        .setSecret(ByteString.copyFrom(random.bytes(32)))
        .setExpiresAtSeconds(EXPIRES_SECONDS)
        .build();
  }

  Joiner joiner(DeviceKeyPairs keys) {
    return new Joiner(crypto, invite, keys, "Ada's phone", random);
  }

  Inviter inviter() {
    return new Inviter(crypto, invite, group.firstKeys, "Family", "Ada's laptop", true, random);
  }

  /** What the joiner answers to this body. */
  List<PairingEvent> toJoiner(SendBody body) {
    return joiner.receive(body.body().toByteArray());
  }

  /** What the inviter answers to this body. */
  List<PairingEvent> toInviter(SendBody body) {
    return inviter.receive(body.body().toByteArray(), NOW_SECONDS);
  }

  /** Runs the handshake; gives the events of PairAbout's arrival at the joiner. */
  List<PairingEvent> handshake() {
    SendBody commit = body(joiner.start(NOW_SECONDS));
    SendBody offer = body(toInviter(commit));
    SendBody open = body(toJoiner(offer));
    SendBody about = body(toInviter(open));
    return toJoiner(about);
  }

  /** Runs until the person at the inviter is asked; gives what both sides show. */
  Shown consent() {
    handshake();
    List<PairingEvent> events = joiner.consent();
    WordsReady words = only(events, WordsReady.class);
    ConsentReceived asked = only(toInviter(body(events)), ConsentReceived.class);
    return new Shown(words.words(), asked);
  }

  /** Runs until the inviter knows that the right device is there. */
  void match() {
    Shown shown = consent();
    inviter.pick(shown.rightChoice(), NOW_SECONDS);
  }

  /** An admission that fits the group as it stands, for a joiner whose Add is the roster's last entry. */
  PairAdmission admission() {
    Position seen =
        Position.start(group.groupId(), LogId.of(new byte[16])).next(group.roster.hashAt(0));
    return new PairAdmission(group.roster.head(), group.epoch, seen, List.of());
  }

  @Override
  public void close() {
    joiner.close();
    inviter.close();
  }

  /** What stands on the joiner's and on the inviter's screen. */
  record Shown(List<String> words, ConsentReceived asked) {
    int rightChoice() {
      return asked.choices().indexOf(words);
    }
  }

  static SendBody body(List<PairingEvent> events) {
    return only(events, SendBody.class);
  }

  /** The one event of that type. */
  static <T extends PairingEvent> T only(List<PairingEvent> events, Class<T> type) {
    List<T> found = events.stream().filter(type::isInstance).map(type::cast).toList();
    if (found.size() != 1) {
      throw new AssertionError("expected one " + type.getSimpleName() + " among " + events);
    }
    return found.get(0);
  }

  static PairAbortReason abortReason(List<PairingEvent> events) {
    return only(events, PairingAborted.class).reason();
  }
}
