package dev.zerok.protocol.pake;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.zerok.protocol.canonical.Canonical;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.PasswordCost;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.crypto.Suite;
import dev.zerok.protocol.crypto.provider.Providers;
import dev.zerok.protocol.pairing.PairingInvite;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.testkit.VectorObject;
import dev.zerok.protocol.wire.Invite;
import dev.zerok.protocol.wire.PakeInvite;
import dev.zerok.protocol.wire.PakeShare;
import dev.zerok.protocol.wire.PakeStart;
import java.util.ArrayList;
import java.util.List;

/** Whole runs of a code and of a passphrase with fixed scalars, and shares that are refused (PROTOCOL.md § 9). */
public final class PakeVectors {
  private final Crypto crypto = Providers.bouncyCastle();
  private final RandomSource random = new FakeRandomSource("vectors pake");

  private PakeVectors() {}

  /** The content of {@code pake.json}. */
  public static VectorObject file() {
    PakeVectors vectors = new PakeVectors();
    try {
      PairingCode code = PairingCode.parse("04711-notice-famous-hand");
      String passphrase = "caf\u00e9 am See";
      return new VectorObject()
          .text("description",
              "Codes and passphrases: all inputs, every body, what both sides compute; shares that end a run")
          .text("section", "9")
          .text("suite", "std1")
          .objects("runs", List.of(
              vectors.run("a code", code.nameplate(), code.text(), code.password()),
              vectors.run("a passphrase", new Nameplate("00042"), passphrase,
                  CodePassword.ofPassphrase(passphrase.toCharArray()))))
          .objects("refused_shares", refusedShares());
    } catch (CodeProblem e) {
      throw new AssertionError(e);
    }
  }

  private VectorObject run(String name, Nameplate nameplate, String typed, CodePassword password) {
    PakeTerms terms =
        new PakeTerms(Suite.STD1, ByteString.copyFrom(random.bytes(32)), nameplate);
    PasswordCost cost = new PasswordCost(256, 2, 1);
    ByteString salt = ByteString.copyFrom(random.bytes(16));
    byte[] joinerWide = random.bytes(40);
    byte[] inviterWide = random.bytes(40);
    byte[] nonce = random.bytes(24);
    PairingInvite invite = PairingInvite.of(Invite.newBuilder()
        .setVersion(1)
        .setSuite("std1")
        .addRelayUrls("wss://relay.example/sync")
        .setRelayIdentity(terms.relayIdentity())
        .setGroupId(ByteString.copyFrom(random.bytes(32)))
        .setMailboxId(terms.mailbox().bytes())
        .setSecret(ByteString.copyFrom(random.bytes(32)))
        .setExpiresAtSeconds(1_800_000_600L)
        .build());
    StretchedPassword stretched = StretchedPassword.of(crypto, password, cost, salt);
    PakeInviter inviter = new PakeInviter(crypto, terms, stretched, invite,
        FakeRandomSource.of(ByteString.copyFrom(inviterWide)
            .concat(ByteString.copyFrom(nonce))
            .toByteArray()));
    PakeJoiner joiner = new PakeJoiner(crypto, terms, FakeRandomSource.of(joinerWide));

    List<ByteString> bodies = new ArrayList<>();
    bodies.add(only(inviter.start()));
    joiner.receive(bodies.get(0).toByteArray());
    bodies.add(only(joiner.stretched(stretched)));
    bodies.add(only(inviter.receive(bodies.get(1).toByteArray())));
    bodies.add(only(joiner.receive(bodies.get(2).toByteArray())));
    bodies.add(only(inviter.receive(bodies.get(3).toByteArray())));
    if (joiner.receive(bodies.get(4).toByteArray()).get(0) instanceof PakeEvent.PakeFailed wrong) {
      throw new AssertionError(wrong.words());
    }
    return described(name, typed, terms, cost, stretched, bodies)
        .hex("password", password.bytes().expose())
        .hex("joiner_scalar", scalar(joinerWide))
        .hex("inviter_scalar", scalar(inviterWide))
        .hex("shared_key", key(stretched, joinerWide, terms, bodies))
        .hex("nonce", nonce)
        .hex("invite", Canonical.encode(invite.toWire()));
  }

  private VectorObject described(String name, String typed, PakeTerms terms, PasswordCost cost,
      StretchedPassword stretched, List<ByteString> bodies) {
    List<VectorObject> sent = new ArrayList<>();
    List<String> names =
        List.of("PakeStart", "PakeShare", "PakeShare", "PakeConfirm", "PakeInvite");
    for (int i = 0; i < bodies.size(); i++) {
      sent.add(new VectorObject()
          .text("from", i % 2 == 0 ? "inviter" : "joiner")
          .text("message", names.get(i))
          .hex("body", bodies.get(i)));
    }
    return new VectorObject()
        .text("name", name)
        .text("typed", typed)
        .hex("relay_identity", terms.relayIdentity())
        .text("nameplate", terms.nameplate().digits())
        .hex("mailbox_id", terms.mailbox().bytes())
        .u32("memory_kib", cost.memoryKiB())
        .u32("passes", cost.iterations())
        .hex("salt", stretched.salt())
        .hex("w", stretched.scalar().expose())
        .hex("aad", terms.context(parsed(PakeStart.parser(), bodies.get(0))))
        .objects("bodies", sent);
  }

  /** Ke over again, from the joiner's scalar and what stands in the file; the invite opens under it. */
  private byte[] key(StretchedPassword stretched, byte[] wide, PakeTerms terms,
      List<ByteString> bodies) {
    Spake2 run = new Spake2(crypto, Spake2.Role.A, stretched.scalar(),
        Secret.copyOf(scalar(wide)));
    try (Spake2Keys keys = PakeMessages.agree(run,
        parsed(PakeShare.parser(), bodies.get(2)).getShare(),
        terms.context(parsed(PakeStart.parser(), bodies.get(0))))) {
      SealedInvite.open(crypto, terms, keys.key(),
          parsed(PakeInvite.parser(), bodies.get(4)).getSealed());
      return keys.key().expose().clone();
    } catch (PakeFault e) {
      throw new AssertionError(e);
    }
  }

  private static <T extends Message> T parsed(
      Parser<T> parser, ByteString body) {
    try {
      return parser.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  private byte[] scalar(byte[] wide) {
    return crypto.pakeGroup().reduce(Secret.copyOf(wide)).expose();
  }

  private static ByteString only(List<PakeEvent> events) {
    return PakeRun.body(events).body();
  }

  private static List<VectorObject> refusedShares() {
    String x = "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296";
    String y = "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";
    return List.of(
        share("the identity in one byte", "00"),
        share("65 zero bytes", "00".repeat(65)),
        share("(0, 0)", "04" + "00".repeat(64)),
        share("not on the curve", "04" + x + y.substring(0, 62) + "f4"),
        share("compressed", "03" + x),
        share("hybrid", "07" + x + y),
        share("cut off", "04" + x + y.substring(0, 62)),
        share("a coordinate that is the field's prime",
            "04ffffffff00000001000000000000000000000000ffffffffffffffffffffffff" + y));
  }

  private static VectorObject share(String name, String hex) {
    return new VectorObject().text("name", name).text("rule", "PAKE-3").text("share", hex);
  }
}
