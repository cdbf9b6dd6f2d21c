package dev.zerok.protocol.epoch;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.CryptoException;
import dev.zerok.protocol.crypto.Hpke;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.hash.Labelled;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.identity.RootKeys;
import dev.zerok.protocol.wire.EpochBox;
import dev.zerok.protocol.wire.Rekey;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.SortedMap;

/** Seals an epoch's secrets to the devices of a group, and opens the box of one (PROTOCOL.md § 5). Pure; any thread. */
public final class EpochBoxes {
  private EpochBoxes() {}

  /**
   * The boxes, root box and commitment that begin {@code next}.
   *
   * @param sealKeys the public sealing key of every device that is in the group after the entry
   * @param rootSealKey as Genesis named it
   */
  public static Rekey seal(
      Crypto crypto,
      GroupId group,
      EpochSecret next,
      SortedMap<DeviceId, ByteString> sealKeys,
      ByteString rootSealKey,
      RandomSource random) {
    Hpke hpke = Hpke.of(crypto);
    byte[] info = info(crypto, group, next.epoch());
    try (Secret plaintext = next.boxPlaintext()) {
      Rekey.Builder rekey =
          Rekey.newBuilder().setEpoch(next.epoch()).setCommitment(commitment(crypto, group, next));
      for (Map.Entry<DeviceId, ByteString> device : sealKeys.entrySet()) {
        byte[] aad = device.getKey().toByteArray();
        byte[] sealed =
            hpke.sealBase(device.getValue().toByteArray(), info, aad, plaintext.expose(), random);
        rekey.addBoxes(
            EpochBox.newBuilder()
                .setDeviceId(device.getKey().bytes())
                .setSealed(ByteString.copyFrom(sealed)));
      }
      byte[] rootBox = hpke.sealBase(rootSealKey.toByteArray(), info, group.toByteArray(),
          plaintext.expose(), random);
      return rekey.setRootBox(ByteString.copyFrom(rootBox)).build();
    }
  }

  /**
   * Opens this device's box.
   *
   * @param seal this device's sealing keys
   * @param streamSecret the group's, as this device has it; stays the caller's
   * @return the epoch's secrets, the caller's to close
   * @throws ProtocolViolation if there is no box for it, or it does not open, does not match the commitment, or holds another stream
   *     secret (ROSTER-13): the device then publishes BadBox (ROSTER-11)
   */
  public static EpochSecret open(Crypto crypto, GroupId group, Rekey rekey, DeviceId device,
      KeyPair seal, Secret streamSecret)
      throws ProtocolViolation {
    for (EpochBox box : rekey.getBoxesList()) {
      if (box.getDeviceId().equals(device.bytes())) {
        EpochSecret opened =
            open(crypto, group, rekey, seal, device.toByteArray(), box.getSealed());
        if (!opened.streamSecret().matches(streamSecret)) {
          opened.close();
          throw badBox();
        }
        return opened;
      }
    }
    throw ProtocolViolation.invalid("The new epoch holds no box for this device.");
  }

  /**
   * Opens the root's box, with which the recovery kit brings everything back.
   *
   * @throws ProtocolViolation as {@link #open}
   */
  public static EpochSecret openRoot(Crypto crypto, RootKeys root, Rekey rekey)
      throws ProtocolViolation {
    GroupId group = root.groupId();
    return open(crypto, group, rekey, root.seal(), group.toByteArray(), rekey.getRootBox());
  }

  /** What a Rekey promises about its secrets: 32 bytes that fit no others. */
  public static ByteString commitment(Crypto crypto, GroupId group, EpochSecret epoch) {
    try (Secret plaintext = epoch.boxPlaintext();
        Secret body = Secret.adopt(withEpoch(epoch.epoch(), plaintext.expose()));
        Secret input =
            Secret.adopt(Labelled.input("epoch-commit", crypto.suite(), group, body.expose()))) {
      return ByteString.copyFrom(Sha256.of(input.expose()));
    }
  }

  private static EpochSecret open(
      Crypto crypto, GroupId group, Rekey rekey, KeyPair seal, byte[] aad, ByteString sealed)
      throws ProtocolViolation {
    EpochSecret opened;
    try (Secret plaintext = Secret.adopt(openBox(crypto, group, rekey, seal, aad, sealed))) {
      if (plaintext.size() != 2 * EpochSecret.LENGTH || rekey.getEpoch() < 1) {
        throw badBox();
      }
      opened = EpochSecret.fromBoxPlaintext(rekey.getEpoch(), plaintext);
    }
    if (!commitment(crypto, group, opened).equals(rekey.getCommitment())) {
      opened.close();
      throw badBox();
    }
    return opened;
  }

  private static byte[] openBox(Crypto crypto, GroupId group, Rekey rekey, KeyPair seal, byte[] aad,
      ByteString sealed)
      throws ProtocolViolation {
    try {
      return Hpke.of(crypto)
          .openBase(seal, info(crypto, group, rekey.getEpoch()), aad, sealed.toByteArray());
    } catch (CryptoException e) {
      throw badBox();
    }
  }

  private static byte[] info(Crypto crypto, GroupId group, int epoch) {
    return Labelled.input("epoch-box", crypto.suite(), group, withEpoch(epoch, new byte[0]));
  }

  private static byte[] withEpoch(int epoch, byte[] body) {
    return ByteBuffer.allocate(Integer.BYTES + body.length).putInt(epoch).put(body).array();
  }

  private static ProtocolViolation badBox() {
    return ProtocolViolation.invalid("This device's box of the new epoch is bad: publish BadBox.");
  }
}
