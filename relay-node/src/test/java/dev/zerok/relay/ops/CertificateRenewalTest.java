package dev.zerok.relay.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.crypto.provider.Providers;
import dev.zerok.protocol.identity.RelayIdentity;
import dev.zerok.relay.edge.FakeTimeSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CertificateRenewalTest {
  @Test
  void certificate_isTheSameForADay_andThenANewOne() {
    Crypto crypto = Providers.bouncyCastle();
    FakeTimeSource time = new FakeTimeSource();
    try (Secret seed = Secret.copyOf(new byte[32]);
        RelayIdentity identity = RelayIdentity.fromSeed(crypto, seed)) {
      CertificateRenewal renewal =
          new CertificateRenewal(identity, new byte[32], List.of("relay.example"), time);
      ByteString first = renewal.get();
      time.advance(Duration.ofHours(23).toMillis());
      assertThat(renewal.get()).isEqualTo(first);
      time.advance(Duration.ofHours(1).toMillis());
      assertThat(renewal.get()).isNotEqualTo(first);
    }
  }
}
