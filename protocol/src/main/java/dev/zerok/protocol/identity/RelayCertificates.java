package dev.zerok.protocol.identity;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.zerok.protocol.canonical.Canonical;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.hash.Labelled;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.wire.IdentitySuccession;
import dev.zerok.protocol.wire.RelayCertificate;
import dev.zerok.protocol.wire.RelayCertificateBody;
import dev.zerok.protocol.wire.SuccessionBody;

/** The client's check of a relay's certificate (PROTOCOL.md § 4). Pure; any thread. */
public final class RelayCertificates {
  static final String CERTIFICATE_USE = "relay-cert";
  static final String SUCCESSION_USE = "relay-succession";

  private static final int KEY_LENGTH = 32;
  private static final int HOST_CHARS = 253;

  private RelayCertificates() {}

  /** As the other method, for the payload of handshake message 2 as it came. */
  public static VerifiedRelay verify(
      Crypto crypto, byte[] payload, byte[] noiseStaticOfHandshake, ByteString pinned,
      long nowSeconds)
      throws ProtocolViolation {
    RelayCertificate certificate;
    try {
      certificate = RelayCertificate.parseFrom(payload);
    } catch (InvalidProtocolBufferException e) {
      throw ProtocolViolation.invalid("The relay's certificate does not decode.");
    }
    return verify(crypto, certificate, noiseStaticOfHandshake, pinned, nowSeconds);
  }

  /**
   * Accepts a certificate or says why not (RID-1, RID-2).
   *
   * @param noiseStaticOfHandshake the relay's static key as this handshake showed it
   * @param pinned the identity that the invite, the configuration or an earlier session gave; without one no client connects
   *     anywhere (RID-3)
   * @param nowSeconds the client's clock, Unix time
   * @throws ProtocolViolation with the reason in words
   * @throws IllegalArgumentException if {@code pinned} is not a key
   */
  public static VerifiedRelay verify(
      Crypto crypto, RelayCertificate certificate, byte[] noiseStaticOfHandshake, ByteString pinned,
      long nowSeconds)
      throws ProtocolViolation {
    if (pinned.size() != KEY_LENGTH) {
      throw new IllegalArgumentException("a client connects to no relay without a pinned identity");
    }
    RelayCertificateBody body =
        Canonical.decode(RelayCertificateBody.parser(), certificate.getBody());
    requireShape(body);
    if (!verifies(crypto, CERTIFICATE_USE, body.getIdentity(), certificate.getBody(),
        certificate.getSignature())) {
      throw ProtocolViolation
          .invalid("The relay's certificate is not signed by the identity that it names.");
    }
    if (!body.getNoiseStatic().equals(ByteString.copyFrom(noiseStaticOfHandshake))) {
      throw ProtocolViolation
          .invalid("The relay's certificate is for another key than the one in use.");
    }
    // not_after_seconds is a uint64: what looks negative here lies far in the future.
    if (Long.compareUnsigned(nowSeconds, body.getNotAfterSeconds()) > 0) {
      throw ProtocolViolation
          .invalid("The relay's certificate has expired. Check this device's clock.");
    }
    if (!leadsFrom(crypto, pinned, body)) {
      throw ProtocolViolation
          .invalid("This is not the relay that the invite or the configuration names.");
    }
    return new VerifiedRelay(body.getIdentity(), body.getHostsList());
  }

  private static void requireShape(RelayCertificateBody body) throws ProtocolViolation {
    boolean fits =
        body.getIdentity().size() == KEY_LENGTH
            && body.getNoiseStatic().size() == KEY_LENGTH
            && body.getHostsCount() <= Limits.CERTIFICATE_HOSTS
            && body.getSuccessionsCount() <= Limits.CERTIFICATE_SUCCESSIONS
            && body.getHostsList()
                .stream()
                .allMatch(host -> !host.isEmpty() && host.length() <= HOST_CHARS);
    if (!fits) {
      throw ProtocolViolation.invalid("The relay's certificate has a field of the wrong size.");
    }
  }

  /** RID-2: follows the successions in their order; one that does not start at the key reached so far, or does not verify, is no step. */
  private static boolean leadsFrom(Crypto crypto, ByteString pinned, RelayCertificateBody body) {
    ByteString reached = pinned;
    for (IdentitySuccession step : body.getSuccessionsList()) {
      if (reached.equals(body.getIdentity())) {
        return true;
      }
      if (step.getFrom().equals(reached) && verifies(crypto, step)) {
        reached = step.getTo();
      }
    }
    return reached.equals(body.getIdentity());
  }

  private static boolean verifies(Crypto crypto, IdentitySuccession step) {
    SuccessionBody body =
        SuccessionBody.newBuilder().setFrom(step.getFrom()).setTo(step.getTo()).build();
    ByteString bytes = ByteString.copyFrom(Canonical.encode(body));
    return verifies(crypto, SUCCESSION_USE, step.getFrom(), bytes, step.getSignature());
  }

  private static boolean verifies(Crypto crypto, String use, ByteString key, ByteString body,
      ByteString signature) {
    byte[] input = Labelled.input(use, crypto.suite(), null, body.toByteArray());
    return crypto.signatures().verify(key.toByteArray(), input, signature.toByteArray());
  }
}
