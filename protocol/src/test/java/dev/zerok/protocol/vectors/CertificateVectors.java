package dev.zerok.protocol.vectors;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.crypto.provider.Providers;
import dev.zerok.protocol.identity.RelayCertificates;
import dev.zerok.protocol.identity.RelayIdentity;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.testkit.VectorObject;
import dev.zerok.protocol.wire.IdentitySuccession;
import dev.zerok.protocol.wire.RelayCertificate;
import java.util.ArrayList;
import java.util.List;

/** The client's check of a relay's certificate (PROTOCOL.md § 4). */
final class CertificateVectors {
  private static final Crypto CRYPTO = Providers.bouncyCastle();
  private static final long NOW = 1_800_000_000L;
  private static final long NOT_AFTER = NOW + 86_400;

  private final FakeRandomSource random = new FakeRandomSource("vectors relay certificate");
  private final byte[] noiseStatic = random.bytes(32);
  private final RelayIdentity first = identity();
  private final RelayIdentity second = identity();
  private final RelayIdentity third = identity();
  private final RelayIdentity stranger = identity();
  private final List<VectorObject> cases = new ArrayList<>();

  private CertificateVectors() {}

  static VectorObject file() {
    CertificateVectors vectors = new CertificateVectors();
    vectors.pinned();
    vectors.successions();
    return new VectorObject()
        .text("description",
            "Certificates (payloads of handshake message 2), what the client knows, and whether it goes on")
        .text("section", "4")
        .text("suite", "std1")
        .objects("cases", vectors.cases);
  }

  private void pinned() {
    RelayCertificate good = first.certify(noiseStatic, NOT_AFTER, List.of("b.example"), List.of());
    RelayCertificate foreign = stranger.certify(noiseStatic, NOT_AFTER, List.of(), List.of());
    RelayCertificate other = first.certify(random.bytes(32), NOT_AFTER, List.of(), List.of());
    ByteString flipped = flipped(good.getSignature());
    add("the pinned identity's own", "RID-1", true, good, first, NOW);
    add("in its last second", "RID-1", true, good, first, NOT_AFTER);
    add("expired", "RID-1", false, good, first, NOT_AFTER + 1);
    add("of another identity", "RID-1", false, foreign, first, NOW);
    add("for another Noise key", "RID-1", false, other, first, NOW);
    add("with a flipped signature", "RID-1", false, good.toBuilder().setSignature(flipped).build(),
        first, NOW);
    add("signed by another key", "RID-1", false,
        good.toBuilder().setSignature(foreign.getSignature()).build(), first, NOW);
    add(
        "with an unknown field in its body",
        "CANON-2",
        false,
        good.toBuilder()
            .setBody(good.getBody().concat(ByteString.copyFrom(new byte[]{0x3a, 0})))
            .build(),
        first,
        NOW);
  }

  private void successions() {
    IdentitySuccession one = first.succeed(second.publicKey().toByteArray());
    IdentitySuccession two = second.succeed(third.publicKey().toByteArray());
    IdentitySuccession forged =
        one.toBuilder()
            .setSignature(stranger.succeed(second.publicKey().toByteArray()).getSignature())
            .build();
    RelayCertificate chain = third.certify(noiseStatic, NOT_AFTER, List.of(), List.of(one, two));
    add("two steps from the pinned identity", "RID-2", true, chain, first, NOW);
    add("pinned in the middle of the chain", "RID-2", true, chain, second, NOW);
    add("pinned at the chain's end", "RID-2", true, chain, third, NOW);
    add("pinned outside the chain", "RID-2", false, chain, stranger, NOW);
    add("steps in the wrong order", "RID-2", false,
        third.certify(noiseStatic, NOT_AFTER, List.of(), List.of(two, one)), first, NOW);
    add("a missing step", "RID-2", false,
        third.certify(noiseStatic, NOT_AFTER, List.of(), List.of(two)), first, NOW);
    add("a step that its giver did not sign", "RID-2", false,
        second.certify(noiseStatic, NOT_AFTER, List.of(), List.of(forged)), first, NOW);
  }

  private void add(
      String name, String rule, boolean accepted, RelayCertificate certificate,
      RelayIdentity pinned, long now) {
    byte[] payload = certificate.toByteArray();
    boolean verdict =
        Verdict.of(
            name, accepted,
            () -> RelayCertificates.verify(CRYPTO, payload, noiseStatic, pinned.publicKey(), now));
    cases.add(
        new VectorObject()
            .text("name", name)
            .text("rule", rule)
            .hex("certificate", payload)
            .hex("noise_static", noiseStatic)
            .hex("pinned", pinned.publicKey())
            .u64("now_seconds", now)
            .flag("accepted", verdict));
  }

  private RelayIdentity identity() {
    return RelayIdentity.fromSeed(CRYPTO, Secret.random(random, 32));
  }

  private static ByteString flipped(ByteString bytes) {
    byte[] changed = bytes.toByteArray();
    changed[5] ^= 1;
    return ByteString.copyFrom(changed);
  }
}
