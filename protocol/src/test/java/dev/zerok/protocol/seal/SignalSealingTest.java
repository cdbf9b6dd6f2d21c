package dev.zerok.protocol.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.wire.SignalHeader;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SignalSealingTest {
  private static final SealingGroup GROUP = new SealingGroup("signals");
  private static final ByteString SESSION = ByteString.copyFrom(new byte[16]);
  private static final ByteString BODY = ByteString.copyFromUtf8("typing");

  private final FakeRandomSource random = new FakeRandomSource("nonces");

  @Test
  @Tag("SIGNAL-5")
  void signal_opensForAMemberWithTheEpochsKey_withAllThatItsSenderSigned() throws OpenFailure {
    OpenedSignal opened = open(GROUP.roster, seal(outgoing(7)));

    assertThat(opened.sender()).isEqualTo(GROUP.bob);
    assertThat(opened.body()).isEqualTo(BODY);
    assertThat(opened.header()).isEqualTo(header(7).build());
  }

  @Test
  @Tag("SIGNAL-5")
  void signal_hasAPaddedSizeAndTheLargestFitsTheFrame() {
    assertThat(seal(outgoing(1)).size()).isEqualTo(seal(outgoing(9)).size());
    ByteString largest = SignalSealer.seal(GROUP.crypto, bob(),
        new OutgoingSignal("\ud83d\ude00".repeat(256),
            ByteString.copyFrom(new byte[Limits.SIGNAL_BODY_BYTES]), SESSION, Long.MAX_VALUE,
            Long.MAX_VALUE),
        random);
    assertThat(largest.size()).isLessThanOrEqualTo(Limits.SIGNAL_PAYLOAD_BYTES);
  }

  @Test
  @Tag("SIGNAL-5")
  void signalOfADeviceThatIsNotInTheRosterNow_isDropped() {
    ByteString payload = seal(outgoing(1));
    Roster withoutBob = Roster.empty(GROUP.crypto.suite(), GROUP.id);

    assertThatThrownBy(() -> open(withoutBob, payload)).isInstanceOf(OpenFailure.class)
        .hasMessage(OpenFailure.Reason.UNKNOWN_SENDER.words());
  }

  @Test
  @Tag("SIGNAL-5")
  void everyFlippedByte_andAnyOtherKeyOrSender_doesNotOpen() {
    byte[] honest = seal(outgoing(1)).toByteArray();
    for (int at = 0; at < honest.length; at += 7) {
      byte[] flipped = honest.clone();
      flipped[at] ^= 1;
      assertThatThrownBy(() -> open(GROUP.roster, ByteString.copyFrom(flipped)))
          .isInstanceOf(OpenFailure.class);
    }
    EpochSecret other = new EpochSecret(1, Secret.random(random, 32), Secret.random(random, 32));
    assertThatThrownBy(() -> SignalOpener.open(GROUP.crypto, GROUP.id, other, GROUP.roster,
        GROUP.bob, ByteString.copyFrom(honest))).isInstanceOf(OpenFailure.class);
    assertThatThrownBy(() -> SignalOpener.open(GROUP.crypto, GROUP.id, GROUP.epoch, GROUP.roster,
        GROUP.alice, ByteString.copyFrom(honest))).isInstanceOf(OpenFailure.class);
  }

  static Stream<SignalHeader> whatNoHonestSenderSigns() {
    return Stream.of(
        header(1).setVersion(2),
        header(0),
        header(-1),
        header(1).setSession(SESSION.substring(1)),
        header(1).setSessionStartedMillis(-1),
        header(1).setEpoch(2),
        header(1).setSender(GROUP.alice.bytes()),
        header(1).setBodyHash(SESSION),
        header(1).setContentType("x".repeat(257))).map(SignalHeader.Builder::build);
  }

  @ParameterizedTest
  @MethodSource("whatNoHonestSenderSigns")
  @Tag("SIGNAL-5")
  void headerThatNoHonestSenderSigns_doesNotOpen(SignalHeader header) {
    ByteString payload = SignalSealer.seal(GROUP.crypto, bob(), header, BODY, random);

    assertThatThrownBy(() -> open(GROUP.roster, payload)).isInstanceOf(OpenFailure.class);
  }

  @Test
  @Tag("SIGNAL-6")
  void ofEachSender_onlyNewerSignalsCount() {
    SignalOrder order = new SignalOrder();
    ByteString later = ByteString.copyFrom(new byte[15]).concat(ByteString.copyFromUtf8("b"));
    List<SignalHeader.Builder> came = List.of(
        header(2),
        header(2),
        header(1),
        header(5),
        header(1).setSession(later),
        header(1).setSession(later).setSessionStartedMillis(2_001),
        header(6),
        header(2).setSession(later).setSessionStartedMillis(2_001));

    assertThat(came.stream()
        .map(header -> order.take(new OpenedSignal(GROUP.bob, header.build(), BODY))))
        .containsExactly(true, false, false, true, false, true, false, true);
    assertThat(order.take(new OpenedSignal(GROUP.alice, header(1).build(), BODY))).isTrue();
  }

  private static SealContext bob() {
    return new SealContext(GROUP.id, GROUP.epoch, GROUP.bobKeys.sign(), GROUP.bob);
  }

  private static OutgoingSignal outgoing(long counter) {
    return new OutgoingSignal("text", BODY, SESSION, 2_000, counter);
  }

  private static SignalHeader.Builder header(long counter) {
    return SignalHeader.newBuilder()
        .setVersion(1)
        .setContentType("text")
        .setSession(SESSION)
        .setSessionStartedMillis(2_000)
        .setCounter(counter)
        .setEpoch(1)
        .setSender(GROUP.bob.bytes())
        .setBodyHash(Sha256.of(BODY));
  }

  private ByteString seal(OutgoingSignal outgoing) {
    return SignalSealer.seal(GROUP.crypto, bob(), outgoing, random);
  }

  private static OpenedSignal open(Roster roster, ByteString payload) throws OpenFailure {
    return SignalOpener.open(GROUP.crypto, GROUP.id, GROUP.epoch, roster, GROUP.bob, payload);
  }
}
