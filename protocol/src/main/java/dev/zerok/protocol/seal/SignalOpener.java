package dev.zerok.protocol.seal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.zerok.protocol.canonical.Canonical;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.CryptoException;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.hash.Labelled;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.roster.RosterDevice;
import dev.zerok.protocol.wire.SealedSignal;
import dev.zerok.protocol.wire.SignalHeader;

/** Opens signals (PROTOCOL.md § 7.3, SIGNAL-5). Stateless; any thread. */
public final class SignalOpener {
  private SignalOpener() {}

  /**
   * Opens a signal.
   *
   * @param epoch the secret of the epoch that the frame names
   * @param roster the receiver's; a sender that is not in it now counts for nobody
   * @throws OpenFailure if anything about it is not as it has to be; then it is dropped
   */
  public static OpenedSignal open(
      Crypto crypto, GroupId group, EpochSecret epoch, Roster roster, DeviceId sender,
      ByteString payload)
      throws OpenFailure {
    RosterDevice device =
        roster.device(sender).orElseThrow(() -> new OpenFailure(OpenFailure.Reason.UNKNOWN_SENDER));
    SealedSignal content = content(decrypt(crypto, group, epoch, sender, payload));
    SignalHeader header = header(content.getHeader());
    byte[] signed = Labelled.input("signal", crypto.suite(), group,
        content.getHeader().toByteArray());
    if (!crypto.signatures()
        .verify(device.signKey().toByteArray(), signed, content.getSignature().toByteArray())) {
      throw new OpenFailure(OpenFailure.Reason.BAD_SIGNATURE);
    }
    if (header.getEpoch() != epoch.epoch() || !header.getSender().equals(sender.bytes())) {
      throw new OpenFailure(OpenFailure.Reason.ENVELOPE_DIFFERS);
    }
    boolean sound =
        header.getSession().size() == SignalSealer.SESSION_BYTES
            && header.getCounter() >= 1
            && header.getSessionStartedMillis() >= 0
            && SignalSealer.fits(content.getBody(), header.getContentType());
    if (!sound) {
      throw new OpenFailure(OpenFailure.Reason.MALFORMED);
    }
    if (!Sha256.of(content.getBody()).equals(header.getBodyHash())) {
      throw new OpenFailure(OpenFailure.Reason.WRONG_BODY);
    }
    return new OpenedSignal(sender, header, content.getBody());
  }

  private static byte[] decrypt(
      Crypto crypto, GroupId group, EpochSecret epoch, DeviceId sender, ByteString payload)
      throws OpenFailure {
    if (payload.size() < Limits.PAYLOAD_FLOOR_BYTES
        || payload.size() > Limits.SIGNAL_PAYLOAD_BYTES) {
      throw new OpenFailure(OpenFailure.Reason.BAD_SIZE);
    }
    if (payload.byteAt(0) != SignalSealer.VERSION) {
      throw new OpenFailure(OpenFailure.Reason.OTHER_FORMAT);
    }
    int nonceEnd = 1 + crypto.blobAead().algorithm().nonceLength();
    try (Secret key = SignalSealer.key(crypto, group, epoch)) {
      return crypto.blobAead()
          .open(
              key,
              payload.substring(1, nonceEnd).toByteArray(),
              SignalSealer.aad(crypto, group, epoch.epoch(), sender),
              payload.substring(nonceEnd).toByteArray());
    } catch (CryptoException e) {
      throw new OpenFailure(OpenFailure.Reason.DOES_NOT_DECRYPT);
    }
  }

  private static SealedSignal content(byte[] plaintext) throws OpenFailure {
    try {
      return SealedSignal.parseFrom(PaddedContent.unpad(plaintext));
    } catch (InvalidProtocolBufferException e) {
      throw new OpenFailure(OpenFailure.Reason.MALFORMED);
    }
  }

  private static SignalHeader header(ByteString bytes) throws OpenFailure {
    SignalHeader header;
    try {
      header = Canonical.decode(SignalHeader.parser(), bytes);
    } catch (ProtocolViolation e) {
      throw new OpenFailure(OpenFailure.Reason.MALFORMED);
    }
    if (header.getVersion() != SignalSealer.VERSION) {
      throw new OpenFailure(OpenFailure.Reason.UNKNOWN_VERSION);
    }
    return header;
  }
}
