package dev.zerok.protocol.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.canonical.Canonical;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.crypto.provider.Providers;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.wire.IdentitySuccession;
import dev.zerok.protocol.wire.RelayCertificate;
import dev.zerok.protocol.wire.RelayCertificateBody;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RelayCertificatesTest {
  private static final long NOW = 1_800_000_000L;
  private static final long NOT_AFTER = NOW + 3_600;

  private final Crypto crypto = Providers.bouncyCastle();
  private final FakeRandomSource random = new FakeRandomSource("relay");
  private final RelayIdentity relay = identity();
  private final RelayIdentity stranger = identity();
  private final byte[] noiseStatic = random.bytes(32);

  @Test
  @Tag("RID-1")
  void certificateOfThePinnedRelay_isAccepted() throws ProtocolViolation {
    RelayCertificate certificate =
        relay.certify(noiseStatic, NOT_AFTER, List.of("b.example"), List.of());
    VerifiedRelay expected = new VerifiedRelay(relay.publicKey(), List.of("b.example"));

    assertThat(verify(certificate, relay.publicKey(), NOW)).isEqualTo(expected);
    assertThat(verify(certificate, relay.publicKey(), NOT_AFTER)).isEqualTo(expected);
    assertThat(
        RelayCertificates.verify(crypto, certificate.toByteArray(), noiseStatic, relay.publicKey(),
            NOW))
        .isEqualTo(expected);
  }

  @Test
  @Tag("RID-1")
  void certificate_thatIsExpiredForeignOrForAnotherKey_isRefused() {
    RelayCertificate certificate = relay.certify(noiseStatic, NOT_AFTER, List.of(), List.of());

    assertRefused(certificate, relay.publicKey(), NOT_AFTER + 1, "expired");
    assertRefused(certificate, stranger.publicKey(), NOW, "not the relay");
    assertRefused(relay.certify(random.bytes(32), NOT_AFTER, List.of(), List.of()),
        relay.publicKey(), NOW, "another key");
  }

  @Test
  @Tag("RID-1")
  void certificate_whoseSignatureIsNotByItsIdentity_isRefused() {
    RelayCertificate own = relay.certify(noiseStatic, NOT_AFTER, List.of(), List.of());
    RelayCertificate foreign = stranger.certify(noiseStatic, NOT_AFTER, List.of(), List.of());

    assertRefused(own.toBuilder().setSignature(foreign.getSignature()).build(), relay.publicKey(),
        NOW, "not signed");
    assertRefused(own.toBuilder().clearSignature().build(), relay.publicKey(), NOW, "not signed");
    assertRefused(own.toBuilder().setBody(foreign.getBody()).build(), relay.publicKey(), NOW,
        "not signed");
  }

  @Test
  @Tag("RID-2")
  void successions_leadFromThePinnedIdentityToThePresentOne() throws ProtocolViolation {
    RelayIdentity second = identity();
    RelayIdentity third = identity();
    List<IdentitySuccession> steps =
        List.of(relay.succeed(bytes(second)), second.succeed(bytes(third)));
    RelayCertificate certificate = third.certify(noiseStatic, NOT_AFTER, List.of(), steps);

    for (RelayIdentity pinned : List.of(relay, second, third)) {
      assertThat(verify(certificate, pinned.publicKey(), NOW).identity())
          .isEqualTo(third.publicKey());
    }
    assertRefused(certificate, stranger.publicKey(), NOW, "not the relay");
  }

  @Test
  @Tag("RID-2")
  void successions_withAMissingSwappedOrForgedStep_leadNowhere() {
    RelayIdentity second = identity();
    RelayIdentity third = identity();
    IdentitySuccession one = relay.succeed(bytes(second));
    IdentitySuccession two = second.succeed(bytes(third));
    IdentitySuccession forged =
        relay.succeed(bytes(third))
            .toBuilder()
            .setSignature(stranger.succeed(bytes(third)).getSignature())
            .build();

    for (List<IdentitySuccession> steps : List.of(List.<IdentitySuccession>of(), List.of(two),
        List.of(two, one), List.of(forged))) {
      assertRefused(third.certify(noiseStatic, NOT_AFTER, List.of(), steps), relay.publicKey(), NOW,
          "not the relay");
    }
  }

  @Test
  @Tag("RID-3")
  void verifying_withoutAPinnedIdentity_isTheProgrammersFault() {
    RelayCertificate certificate = relay.certify(noiseStatic, NOT_AFTER, List.of(), List.of());

    assertThatThrownBy(() -> verify(certificate, ByteString.EMPTY, NOW))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Tag("RID-4")
  void identity_ofTheSameSeed_isTheSame() {
    Secret seed = Secret.random(random, 32);

    assertThat(RelayIdentity.fromSeed(crypto, seed).publicKey())
        .isEqualTo(RelayIdentity.fromSeed(crypto, seed).publicKey());
  }

  @Test
  @Tag("CANON-1")
  void certificate_whoseBodyIsNotCanonicalOrOfWrongSizes_isRefused() {
    RelayCertificate good = relay.certify(noiseStatic, NOT_AFTER, List.of(), List.of());
    ByteString doubled = good.getBody().concat(good.getBody());

    assertRefused(good.toBuilder().setBody(doubled).build(), relay.publicKey(), NOW, "canonical");
    assertRefused(RelayCertificate.getDefaultInstance(), relay.publicKey(), NOW, "wrong size");
    RelayCertificateBody tooMany =
        RelayCertificateBody.newBuilder()
            .setIdentity(relay.publicKey())
            .setNoiseStatic(ByteString.copyFrom(noiseStatic))
            .addAllHosts(Collections.nCopies(17, "h"))
            .build();
    assertRefused(
        good.toBuilder().setBody(ByteString.copyFrom(Canonical.encode(tooMany))).build(),
        relay.publicKey(), NOW, "wrong size");
    assertThatThrownBy(
        () -> relay.certify(noiseStatic, NOT_AFTER, Collections.nCopies(17, "h"), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Tag("RID-1")
  void changedCertificate_givesAViolationAndNothingElse() {
    byte[] good =
        relay.certify(noiseStatic, NOT_AFTER, List.of("h"), List.of(stranger.succeed(bytes(relay))))
            .toByteArray();
    Random changes = new Random(3);
    for (int round = 0; round < 500; round++) {
      byte[] changed =
          round % 5 == 0 ? Arrays.copyOf(good, changes.nextInt(good.length)) : good.clone();
      if (changed.length > 0) {
        changed[changes.nextInt(changed.length)] ^= (byte) (1 + changes.nextInt(255));
      }
      assertThatThrownBy(
          () -> RelayCertificates.verify(crypto, changed, noiseStatic, relay.publicKey(), NOW))
          .isInstanceOf(ProtocolViolation.class);
    }
  }

  private VerifiedRelay verify(RelayCertificate certificate, ByteString pinned, long now)
      throws ProtocolViolation {
    return RelayCertificates.verify(crypto, certificate, noiseStatic, pinned, now);
  }

  private void assertRefused(RelayCertificate certificate, ByteString pinned, long now,
      String words) {
    assertThatThrownBy(() -> verify(certificate, pinned, now))
        .isInstanceOf(ProtocolViolation.class)
        .hasMessageContaining(words);
  }

  private RelayIdentity identity() {
    return RelayIdentity.fromSeed(crypto, Secret.random(random, 32));
  }

  private static byte[] bytes(RelayIdentity identity) {
    return identity.publicKey().toByteArray();
  }
}
