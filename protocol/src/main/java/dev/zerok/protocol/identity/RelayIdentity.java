package dev.zerok.protocol.identity;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.canonical.Canonical;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.hash.Labelled;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.wire.IdentitySuccession;
import dev.zerok.protocol.wire.RelayCertificate;
import dev.zerok.protocol.wire.RelayCertificateBody;
import dev.zerok.protocol.wire.SuccessionBody;
import java.util.List;

/**
 * The secret side of a relay's identity: the signing key that clients pin and that certifies the Noise keys of the relay's nodes
 * (PROTOCOL.md § 4). Closing wipes it.
 */
public final class RelayIdentity implements AutoCloseable {
  private final Crypto crypto;
  private final KeyPair sign;

  private RelayIdentity(Crypto crypto, KeyPair sign) {
    this.crypto = crypto;
    this.sign = sign;
  }

  /** The identity of a 32-byte signing seed, which stays the caller's. */
  public static RelayIdentity fromSeed(Crypto crypto, Secret seed) {
    return new RelayIdentity(crypto, crypto.signatures().fromSeed(seed));
  }

  /** What clients pin. */
  public ByteString publicKey() {
    return ByteString.copyFrom(sign.publicKey());
  }

  /**
   * Certifies a node's Noise key.
   *
   * @param noiseStatic the node's public Noise key
   * @param notAfterSeconds Unix time after which clients refuse the certificate
   * @param hosts further host names of this relay, at most 16
   * @param successions how earlier identities led to this one, oldest first, at most 8
   */
  public RelayCertificate certify(
      byte[] noiseStatic, long notAfterSeconds, List<String> hosts,
      List<IdentitySuccession> successions) {
    if (hosts.size() > Limits.CERTIFICATE_HOSTS
        || successions.size() > Limits.CERTIFICATE_SUCCESSIONS) {
      throw new IllegalArgumentException(
          "a certificate has at most " + Limits.CERTIFICATE_HOSTS + " hosts and "
              + Limits.CERTIFICATE_SUCCESSIONS + " successions");
    }
    byte[] body =
        Canonical.encode(
            RelayCertificateBody.newBuilder()
                .setIdentity(publicKey())
                .setNoiseStatic(ByteString.copyFrom(noiseStatic))
                .setNotAfterSeconds(notAfterSeconds)
                .addAllHosts(hosts)
                .addAllSuccessions(successions)
                .build());
    return RelayCertificate.newBuilder()
        .setBody(ByteString.copyFrom(body))
        .setSignature(signature(RelayCertificates.CERTIFICATE_USE, body))
        .build();
  }

  /** Says that {@code nextIdentity} follows this identity (RID-2). */
  public IdentitySuccession succeed(byte[] nextIdentity) {
    ByteString to = ByteString.copyFrom(nextIdentity);
    byte[] body =
        Canonical.encode(SuccessionBody.newBuilder().setFrom(publicKey()).setTo(to).build());
    return IdentitySuccession.newBuilder()
        .setFrom(publicKey())
        .setTo(to)
        .setSignature(signature(RelayCertificates.SUCCESSION_USE, body))
        .build();
  }

  @Override
  public void close() {
    sign.close();
  }

  private ByteString signature(String use, byte[] body) {
    byte[] input = Labelled.input(use, crypto.suite(), null, body);
    return ByteString.copyFrom(crypto.signatures().sign(sign.privateKey(), input));
  }
}
