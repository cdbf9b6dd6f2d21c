package dev.zerok.protocol.noise;

import static dev.zerok.protocol.noise.Session.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zerok.protocol.crypto.Aead;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.crypto.provider.Providers;
import dev.zerok.protocol.testkit.FakeRandomSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class TransportTest {
  private static final int REKEY_AFTER = 65_536;
  private static final byte[] ONE = {1};
  private static final byte[] TWO = {2};

  private final Aead aead = Providers.bouncyCastle().recordAead();
  private final byte[] keyThere = new FakeRandomSource("there").bytes(32);
  private final byte[] keyBack = new FakeRandomSource("back").bytes(32);

  @Test
  @Tag("NOISE-1")
  void decrypt_whenTheTagDoesNotVerify_leavesTheNonceUnadvanced() throws NoiseException {
    CipherState sender = new CipherState(aead, Secret.copyOf(keyThere));
    CipherState receiver = new CipherState(aead, Secret.copyOf(keyThere));
    byte[] record = sender.encrypt(NOTHING, ONE);
    byte[] forged = record.clone();
    forged[forged.length - 1] ^= 1;

    assertRefused(NoiseException.Reason.BAD_TAG, () -> receiver.decrypt(NOTHING, forged));
    assertThat(receiver.nonce()).isZero();
    assertThat(receiver.decrypt(NOTHING, record)).isEqualTo(ONE);
    assertThat(receiver.nonce()).isEqualTo(1);
  }

  @Test
  @Tag("NOISE-1")
  void read_whenARecordWasChanged_endsTheSessionInBothDirections() throws NoiseException {
    Transport sender = transport(keyThere, keyBack, REKEY_AFTER);
    Transport receiver = transport(keyBack, keyThere, REKEY_AFTER);
    byte[] record = sender.write(ONE);
    byte[] forged = record.clone();
    forged[0] ^= 1;

    assertRefused(NoiseException.Reason.BAD_TAG, () -> receiver.read(forged));
    assertThat(receiver.isOver()).isTrue();
    assertThatIllegalStateException().isThrownBy(() -> receiver.read(record));
    assertThatIllegalStateException().isThrownBy(() -> receiver.write(ONE));
  }

  @Test
  @Tag("NOISE-1")
  void read_whenARecordIsRepeatedOrLeftOut_isRefused() throws NoiseException {
    Transport sender = transport(keyThere, keyBack, REKEY_AFTER);
    byte[] first = sender.write(ONE);
    byte[] second = sender.write(TWO);

    Transport replayed = transport(keyBack, keyThere, REKEY_AFTER);
    assertThat(replayed.read(first)).isEqualTo(ONE);
    assertRefused(NoiseException.Reason.BAD_TAG, () -> replayed.read(first));

    Transport skipped = transport(keyBack, keyThere, REKEY_AFTER);
    assertRefused(NoiseException.Reason.BAD_TAG, () -> skipped.read(second));
  }

  @Test
  @Tag("NOISE-3")
  void read_whenARecordIsTooLongTooShortOrHasBytesAfterTheEnd_isRefused() throws NoiseException {
    byte[] record = transport(keyThere, keyBack, REKEY_AFTER).write(ONE);

    assertRefused(NoiseException.Reason.MESSAGE_TOO_LONG, () -> receiver().read(new byte[65_536]));
    assertRefused(NoiseException.Reason.MESSAGE_TOO_SHORT, () -> receiver().read(new byte[15]));
    assertRefused(
        NoiseException.Reason.BAD_TAG,
        () -> receiver().read(Arrays.copyOf(record, record.length + 1)));
  }

  @Test
  @Tag("NOISE-3")
  void write_atTheLimit_fillsARecordAndBeyondIt_isTheProgrammersFault() throws NoiseException {
    Transport sender = transport(keyThere, keyBack, REKEY_AFTER);
    assertThatIllegalArgumentException().isThrownBy(() -> sender.write(new byte[65_520]));

    byte[] record = sender.write(new byte[65_519]);
    assertThat(record).hasSize(65_535);
    assertThat(receiver().read(record)).isEqualTo(new byte[65_519]);
  }

  @Test
  @Tag("NOISE-5")
  void write_record65536_isTheFirstUnderTheNewKeyAndTheNonceGoesOn() throws NoiseException {
    Transport sender = transport(keyThere, keyBack, REKEY_AFTER);
    Transport receiver = transport(keyBack, keyThere, REKEY_AFTER);
    byte[] last = NOTHING;
    for (int i = 0; i < REKEY_AFTER; i++) {
      last = sender.write(ONE);
      assertThat(receiver.read(last)).isEqualTo(ONE);
    }
    byte[] next = sender.write(TWO);

    byte[] nextKey = Arrays.copyOf(seal(keyThere, -1L, new byte[32]), 32);
    assertThat(last).isEqualTo(seal(keyThere, 65_535, ONE));
    assertThat(next).isEqualTo(seal(nextKey, 65_536, TWO));
    assertThat(receiver.read(next)).isEqualTo(TWO);
    assertThat(receiver.recordsRead()).isEqualTo(65_537);
  }

  @Test
  @Tag("NOISE-5")
  void rekeying_countsEachDirectionForItself() throws NoiseException {
    Transport a = transport(keyThere, keyBack, 2);
    Transport b = transport(keyBack, keyThere, 2);
    for (int i = 0; i < 7; i++) {
      assertThat(b.read(a.write(ONE))).isEqualTo(ONE);
    }
    assertThat(a.read(b.write(TWO))).isEqualTo(TWO);
    assertThat(a.recordsWritten()).isEqualTo(7);
    assertThat(a.recordsRead()).isEqualTo(1);

    Transport otherCount = transport(keyBack, keyThere, 3);
    Transport sender = transport(keyThere, keyBack, 2);
    otherCount.read(sender.write(ONE));
    otherCount.read(sender.write(ONE));
    byte[] third = sender.write(ONE);
    assertRefused(NoiseException.Reason.BAD_TAG, () -> otherCount.read(third));
  }

  @Test
  void encrypt_whenTheNoncesAreUsedUp_isRefused() throws NoiseException {
    CipherState sender = new CipherState(aead, Secret.copyOf(keyThere), -2L);
    sender.encrypt(NOTHING, ONE);
    assertRefused(NoiseException.Reason.NONCES_EXHAUSTED, () -> sender.encrypt(NOTHING, ONE));
    assertRefused(NoiseException.Reason.NONCES_EXHAUSTED,
        () -> sender.decrypt(NOTHING, new byte[16]));
  }

  @Test
  void close_wipesBothKeys() {
    Secret sending = Secret.copyOf(keyThere);
    Secret receiving = Secret.copyOf(keyBack);
    new Transport(new CipherState(aead, sending), new CipherState(aead, receiving), 1, NOTHING)
        .close();
    assertThatIllegalStateException().isThrownBy(sending::expose);
    assertThatIllegalStateException().isThrownBy(receiving::expose);
  }

  private Transport receiver() {
    return transport(keyBack, keyThere, REKEY_AFTER);
  }

  private Transport transport(byte[] sendKey, byte[] receiveKey, long rekeyAfter) {
    return new Transport(
        new CipherState(aead, Secret.copyOf(sendKey)),
        new CipherState(aead, Secret.copyOf(receiveKey)),
        rekeyAfter,
        NOTHING);
  }

  private byte[] seal(byte[] key, long nonce, byte[] plaintext) {
    byte[] nonceBytes =
        ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putLong(4, nonce).array();
    return aead.seal(Secret.copyOf(key), nonceBytes, NOTHING, plaintext);
  }

  private static void assertRefused(NoiseException.Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(NoiseException.class,
            e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
