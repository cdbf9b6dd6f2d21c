package dev.zerok.protocol.pake;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.PasswordCost;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.crypto.Suite;
import dev.zerok.protocol.crypto.provider.Providers;
import dev.zerok.protocol.pairing.PairingInvite;
import dev.zerok.protocol.pake.PakeEvent.PakeBody;
import dev.zerok.protocol.pake.PakeEvent.StretchAsked;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.wire.Invite;
import java.util.List;

/** An inviter and a joiner with a code each; the test is the relay between them. */
final class PakeRun {
  static final PasswordCost CHEAP = new PasswordCost(64, 1, 1);

  final Crypto crypto = Providers.bouncyCastle();
  final RandomSource random = new FakeRandomSource("pake");
  final PakeTerms terms = new PakeTerms(Suite.STD1, ByteString.copyFrom(random.bytes(32)),
      new Nameplate("04711"));
  final PairingInvite invite = PairingInvite.of(invite().build());
  final PakeInviter inviter = inviter(invite);
  final PakeJoiner joiner = new PakeJoiner(crypto, terms, random);
  private final CodePassword typed;

  PakeRun(CodePassword typed) {
    this.typed = typed;
  }

  static PakeRun withTheRightWords() {
    return new PakeRun(words("hand"));
  }

  static PakeRun withAWrongWord() {
    return new PakeRun(words("crawl"));
  }

  static CodePassword words(String last) {
    return CodePassword.ofWords(List.of("notice", "famous", last));
  }

  Invite.Builder invite() {
    return Invite.newBuilder()
        .setVersion(1)
        .setSuite("std1")
        .addRelayUrls("wss://relay.example")
        .setRelayIdentity(terms.relayIdentity())
        .setGroupId(ByteString.copyFrom(random.bytes(32)))
        .setMailboxId(terms.mailbox().bytes())
        .setSecret(ByteString.copyFrom(random.bytes(32)))
        .setExpiresAtSeconds(1_800_000_600L);
  }

  PakeInviter inviter(PairingInvite other) {
    StretchedPassword password = StretchedPassword.of(crypto, words("hand"), CHEAP,
        ByteString.copyFrom(random.bytes(16)));
    return new PakeInviter(crypto, terms, password, other, random);
  }

  List<PakeEvent> toJoiner(PakeBody body) {
    return joiner.receive(body.body().toByteArray());
  }

  List<PakeEvent> toInviter(PakeBody body) {
    return inviter.receive(body.body().toByteArray());
  }

  /** What the joiner says when it has stretched what was typed there. */
  List<PakeEvent> stretch(List<PakeEvent> asked) {
    StretchAsked how = (StretchAsked) asked.get(0);
    return joiner.stretched(StretchedPassword.of(crypto, typed, how.cost(), how.salt()));
  }

  /** The first body among the events. */
  static PakeBody body(List<PakeEvent> events) {
    return events.stream()
        .filter(PakeBody.class::isInstance)
        .map(PakeBody.class::cast)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no body in " + events));
  }

  /** Body 2: the joiner's share. */
  PakeBody joinersShare() {
    return body(stretch(toJoiner(body(inviter.start()))));
  }

  /** Body 3: the inviter's share and confirmation. */
  PakeBody invitersShare() {
    return body(toInviter(joinersShare()));
  }
}
