package dev.zerok.protocol.noise;

import static dev.zerok.protocol.noise.Session.NOTHING;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.testkit.FakeRandomSource;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class HandshakeTest {
  private final Session session = new Session();
  private final Handshake initiator = session.initiator;
  private final Handshake responder = session.responder;

  @Test
  void xx_withPayloads_deliversThemAndShowsEachSideTheOthersKeys() throws NoiseException {
    assertThat(responder.read(initiator.write(utf8("one")))).isEqualTo(utf8("one"));
    assertThat(responder.remoteEphemeral()).contains(initiator.localEphemeral().orElseThrow());
    assertThat(responder.remoteStatic()).isEmpty();

    assertThat(initiator.read(responder.write(utf8("two")))).isEqualTo(utf8("two"));
    assertThat(initiator.remoteStatic()).contains(session.responderStatic.publicKey());
    assertThat(initiator.isComplete()).isFalse();

    assertThat(responder.read(initiator.write(utf8("three")))).isEqualTo(utf8("three"));
    assertThat(responder.remoteStatic()).contains(session.initiatorStatic.publicKey());
    assertThat(initiator.isComplete()).isTrue();
    assertThat(responder.isComplete()).isTrue();
    assertThat(initiator.handshakeHash()).isEqualTo(responder.handshakeHash());
  }

  @Test
  void split_givesTransportsThatUnderstandEachOther() throws NoiseException {
    session.complete();
    byte[] hash = initiator.handshakeHash();
    Transport a = initiator.split(65_536);
    Transport b = responder.split(65_536);

    assertThat(b.read(a.write(utf8("there")))).isEqualTo(utf8("there"));
    assertThat(a.read(b.write(utf8("and back")))).isEqualTo(utf8("and back"));
    assertThat(a.handshakeHash()).isEqualTo(hash);
    assertThat(b.handshakeHash()).isEqualTo(hash);
  }

  @Test
  @Tag("NOISE-1")
  void read_whenAnyBitOfMessageTwoIsFlipped_endsTheHandshakeWithBadTag() throws NoiseException {
    int length = 32 + 48 + 16;
    for (int at = 0; at < length; at++) {
      Session fresh = new Session();
      fresh.responder.read(fresh.initiator.write(NOTHING));
      byte[] message = fresh.responder.write(NOTHING);
      assertThat(message).hasSize(length);
      message[at] ^= 1;
      assertRefused(NoiseException.Reason.BAD_TAG, () -> fresh.initiator.read(message));
      assertOver(fresh.initiator);
    }
  }

  @Test
  @Tag("NOISE-2")
  void handshake_whenThePeersEphemeralIsOfSmallOrder_isRefusedAsBadKey() throws NoiseException {
    responder.read(new byte[32]);
    assertRefused(NoiseException.Reason.BAD_KEY, () -> responder.write(NOTHING));
    assertOver(responder);

    initiator.write(NOTHING);
    assertRefused(NoiseException.Reason.BAD_KEY, () -> initiator.read(new byte[96]));
    assertOver(initiator);
  }

  @Test
  @Tag("NOISE-3")
  void read_whenAMessageIsTooShortTooLongOrHasBytesAfterTheEnd_isRefused() throws NoiseException {
    assertRefused(NoiseException.Reason.MESSAGE_TOO_SHORT,
        () -> new Session().responder.read(new byte[31]));
    assertRefused(NoiseException.Reason.MESSAGE_TOO_LONG,
        () -> new Session().responder.read(new byte[65_536]));
    assertRefused(
        NoiseException.Reason.UNEXPECTED_PAYLOAD,
        () -> new Session().responder.readWithoutPayload(new byte[33]));

    responder.read(initiator.write(NOTHING));
    byte[] message = responder.write(NOTHING);
    byte[] longer = Arrays.copyOf(message, message.length + 1);
    assertRefused(NoiseException.Reason.BAD_TAG, () -> initiator.read(longer));
  }

  @Test
  @Tag("NOISE-4")
  void readWithoutPayload_whenMessageOneOrThreeCarriesEarlyData_isRefused() throws NoiseException {
    byte[] one = new Session().initiator.write(utf8("early"));
    assertRefused(NoiseException.Reason.UNEXPECTED_PAYLOAD,
        () -> new Session().responder.readWithoutPayload(one));

    responder.readWithoutPayload(initiator.write(NOTHING));
    initiator.read(responder.write(NOTHING));
    byte[] three = initiator.write(utf8("early"));
    assertRefused(NoiseException.Reason.UNEXPECTED_PAYLOAD,
        () -> responder.readWithoutPayload(three));
    assertOver(responder);
  }

  @Test
  @Tag("NOISE-4")
  void read_whenMessageOneComesASecondTime_isRefused() throws NoiseException {
    byte[] one = initiator.write(NOTHING);
    responder.read(one);
    responder.write(NOTHING);
    assertRefused(NoiseException.Reason.MESSAGE_TOO_SHORT, () -> responder.read(one));
    assertOver(responder);
  }

  @Test
  void read_whenThePeerSpeaksOutOfTurn_endsTheHandshake() throws NoiseException {
    responder.read(initiator.write(NOTHING));
    assertRefused(NoiseException.Reason.OUT_OF_TURN, () -> responder.read(new byte[32]));
    assertOver(responder);
  }

  @Test
  @Tag("NOISE-7")
  void read_whenThePrologueDiffers_refusesMessageTwo() throws NoiseException {
    Handshake other =
        Handshake.responder(
            session.protocol,
            HandshakeKeys.of(session.responderStatic),
            utf8("tesu"),
            new FakeRandomSource("responder ephemeral"));
    other.read(initiator.write(NOTHING));
    byte[] two = other.write(NOTHING);
    assertRefused(NoiseException.Reason.BAD_TAG, () -> initiator.read(two));
  }

  @Test
  void xxpsk3_whenThePskDiffers_refusesMessageThree() throws NoiseException {
    NoiseProtocol protocol = NoiseProtocol.of(NoisePattern.XX_PSK3, session.crypto);
    Handshake a = psk3(protocol, true, session.initiatorStatic, (byte) 1);
    Handshake b = psk3(protocol, false, session.responderStatic, (byte) 2);
    b.read(a.write(NOTHING));
    a.read(b.write(NOTHING));
    byte[] three = a.write(NOTHING);
    assertRefused(NoiseException.Reason.BAD_TAG, () -> b.read(three));
  }

  @Test
  void write_outOfTurn_orAfterTheEnd_isTheProgrammersFault() throws NoiseException {
    assertThatIllegalStateException().isThrownBy(() -> responder.write(NOTHING));
    session.complete();
    assertThatIllegalStateException().isThrownBy(() -> initiator.write(NOTHING))
        .withMessageContaining("split");
    assertThatIllegalStateException().isThrownBy(() -> new Session().initiator.split(1));
    initiator.split(1);
    assertOver(initiator);
  }

  @Test
  void write_whenTheMessageWouldBeTooLong_isTheProgrammersFault() {
    assertThatIllegalArgumentException().isThrownBy(() -> initiator.write(new byte[65_535 - 31]));
    assertOver(initiator);
  }

  @Test
  void initiator_whenTheKeysAreNotThePatterns_isTheProgrammersFault() {
    HandshakeKeys withPsk = HandshakeKeys.of(session.initiatorStatic, Secret.adopt(new byte[32]));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Handshake.initiator(session.protocol, withPsk, NOTHING, new FakeRandomSource(1)))
        .withMessage("XX needs a static key pair and no psk");
  }

  @Test
  void close_leavesTheCallersOwnKeysAlone() {
    initiator.close();
    assertThat(session.initiatorStatic.privateKey().expose()).isNotEqualTo(new byte[32]);
  }

  private static Handshake psk3(NoiseProtocol protocol, boolean initiator, KeyPair own,
      byte pskByte) {
    byte[] psk = new byte[32];
    psk[0] = pskByte;
    HandshakeKeys keys = HandshakeKeys.of(own, Secret.adopt(psk));
    FakeRandomSource random = new FakeRandomSource("psk3 " + initiator);
    return initiator
        ? Handshake.initiator(protocol, keys, Session.PROLOGUE, random)
        : Handshake.responder(protocol, keys, Session.PROLOGUE, random);
  }

  private static void assertRefused(NoiseException.Reason reason, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(NoiseException.class,
            e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static void assertOver(Handshake handshake) {
    assertThat(handshake.isComplete()).isFalse();
    assertThatIllegalStateException().isThrownBy(() -> handshake.read(NOTHING))
        .withMessageContaining("over");
    assertThatIllegalStateException().isThrownBy(() -> handshake.write(NOTHING))
        .withMessageContaining("over");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
