package dev.zerok.protocol.seal;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.canonical.Canonical;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.hash.Labelled;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.wire.SealedSignal;
import dev.zerok.protocol.wire.SignalHeader;
import java.nio.ByteBuffer;

/** Signs, pads and encrypts signals (PROTOCOL.md § 7.3). Stateless; any thread. */
public final class SignalSealer {
  static final byte VERSION = 1;
  static final int SESSION_BYTES = 16;

  private static final String KEY_LABEL = "0k/signal-key/v1";

  private SignalSealer() {}

  /**
   * The payload of a signal.
   *
   * @param outgoing what is said
   * @param random gives the nonce of 24 bytes
   */
  public static ByteString seal(Crypto crypto, SealContext context, OutgoingSignal outgoing,
      RandomSource random) {
    SignalHeader header =
        SignalHeader.newBuilder()
            .setVersion(VERSION)
            .setContentType(outgoing.contentType())
            .setSession(outgoing.session())
            .setSessionStartedMillis(outgoing.sessionStartedMillis())
            .setCounter(outgoing.counter())
            .setEpoch(context.epochSecret().epoch())
            .setSender(context.sender().bytes())
            .setBodyHash(Sha256.of(outgoing.body()))
            .build();
    return seal(crypto, context, header, outgoing.body(), random);
  }

  /** Signs and encrypts a header that may say anything; so tests and vectors can make what an honest sender never makes. */
  static ByteString seal(Crypto crypto, SealContext context, SignalHeader header, ByteString body,
      RandomSource random) {
    byte[] headerBytes = Canonical.encode(header);
    byte[] signed = Labelled.input("signal", crypto.suite(), context.group(), headerBytes);
    byte[] signature = crypto.signatures().sign(context.signing().privateKey(), signed);
    SealedSignal content =
        SealedSignal.newBuilder()
            .setHeader(ByteString.copyFrom(headerBytes))
            .setSignature(ByteString.copyFrom(signature))
            .setBody(body)
            .build();
    byte[] nonce = random.bytes(crypto.blobAead().algorithm().nonceLength());
    byte[] plaintext = PaddedContent.pad(content.toByteArray());
    int epoch = context.epochSecret().epoch();
    byte[] aad = aad(crypto, context.group(), epoch, context.sender());
    try (Secret key = key(crypto, context.group(), context.epochSecret())) {
      return ByteString.copyFrom(new byte[]{VERSION})
          .concat(ByteString.copyFrom(nonce))
          .concat(ByteString.copyFrom(crypto.blobAead().seal(key, nonce, aad, plaintext)));
    }
  }

  static Secret key(Crypto crypto, GroupId group, EpochSecret epoch) {
    return PayloadCipher.epochKey(crypto, group, epoch, KEY_LABEL);
  }

  static byte[] aad(Crypto crypto, GroupId group, int epoch, DeviceId sender) {
    byte[] body =
        ByteBuffer.allocate(Integer.BYTES + DeviceId.LENGTH)
            .putInt(epoch)
            .put(sender.toByteArray())
            .array();
    return Labelled.input("signal-seal", crypto.suite(), group, body);
  }

  /** Whether a body and its content type fit a signal. */
  public static boolean fits(ByteString body, String contentType) {
    return body.size() <= Limits.SIGNAL_BODY_BYTES
        && contentType.codePointCount(0, contentType.length()) <= Limits.NAME_CHARS;
  }
}
