package dev.zerok.protocol.seal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.CryptoException;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.hash.Labelled;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.limit.Limits;
import java.nio.ByteBuffer;

/**
 * The outermost layer of a payload: {@code 01 ‖ nonce ‖ ciphertext} (PROTOCOL.md § 7). The envelope is the associated data, so a blob
 * that was moved to another sender, place, stream, epoch or group does not decrypt.
 */
final class PayloadCipher {
  private static final byte VERSION = 1;
  private static final String KEY_LABEL = "0k/blob-key/v1";
  private static final int KEY_BYTES = 32;

  private PayloadCipher() {}

  static ByteString encrypt(
      Crypto crypto, GroupId group, EpochSecret epoch, BlobEnvelope envelope, byte[] plaintext,
      RandomSource random) {
    byte[] nonce = random.bytes(crypto.blobAead().algorithm().nonceLength());
    try (Secret key = blobKey(crypto, group, epoch)) {
      byte[] sealed = crypto.blobAead().seal(key, nonce, aad(crypto, group, envelope), plaintext);
      return ByteString.copyFrom(new byte[]{VERSION})
          .concat(ByteString.copyFrom(nonce))
          .concat(ByteString.copyFrom(sealed));
    }
  }

  static byte[] decrypt(Crypto crypto, GroupId group, EpochSecret epoch, BlobEnvelope envelope,
      ByteString payload)
      throws OpenFailure {
    if (payload.size() < Limits.PAYLOAD_FLOOR_BYTES || payload.size() > Limits.PAYLOAD_BYTES) {
      throw new OpenFailure(OpenFailure.Reason.BAD_SIZE);
    }
    if (payload.byteAt(0) != VERSION) {
      throw new OpenFailure(OpenFailure.Reason.OTHER_FORMAT);
    }
    int nonceEnd = 1 + crypto.blobAead().algorithm().nonceLength();
    byte[] nonce = payload.substring(1, nonceEnd).toByteArray();
    byte[] sealed = payload.substring(nonceEnd).toByteArray();
    try (Secret key = blobKey(crypto, group, epoch)) {
      return crypto.blobAead().open(key, nonce, aad(crypto, group, envelope), sealed);
    } catch (CryptoException e) {
      throw new OpenFailure(OpenFailure.Reason.DOES_NOT_DECRYPT);
    }
  }

  static Secret blobKey(Crypto crypto, GroupId group, EpochSecret epoch) {
    return epochKey(crypto, group, epoch, KEY_LABEL);
  }

  /** The key of that epoch for the use that the label names (SEAL-8). */
  static Secret epochKey(Crypto crypto, GroupId group, EpochSecret epoch, String use) {
    byte[] label = use.getBytes(US_ASCII);
    byte[] suite = crypto.suite().wireName().getBytes(US_ASCII);
    byte[] info =
        ByteBuffer.allocate(label.length + 1 + suite.length + 1 + Integer.BYTES)
            .put(label)
            .put((byte) 0)
            .put(suite)
            .put((byte) 0)
            .putInt(epoch.epoch())
            .array();
    return crypto.deriveSecret(epoch.secret(), group.toByteArray(), info, KEY_BYTES);
  }

  private static byte[] aad(Crypto crypto, GroupId group, BlobEnvelope envelope) {
    return Labelled.input("seal", crypto.suite(), group, envelope.aadBody());
  }
}
