package dev.zerok.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.noise.Handshake;
import dev.zerok.protocol.noise.HandshakeKeys;
import dev.zerok.protocol.noise.NoiseException;
import dev.zerok.protocol.noise.NoisePattern;
import dev.zerok.protocol.noise.NoiseProtocol;
import dev.zerok.protocol.testkit.FakeRandomSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeFaultsTest {
  private final ConnectedPair pair = new ConnectedPair(
      SessionSamples.relayConfig(), SessionSamples.clientConfig(SessionSamples.syncing()));

  @Test
  @Tag("NOISE-1")
  void bitFlipInMessage1_isNoticedByTheClient_whichSendsNothingMore() {
    byte[] message1 = orFail(pair.client.nextMessage());
    for (int bit = 0; bit < message1.length * 8; bit += 37) {
      ConnectedPair fresh = new ConnectedPair(
          SessionSamples.relayConfig(), SessionSamples.clientConfig(SessionSamples.syncing()));
      byte[] flipped = flip(orFail(fresh.client.nextMessage()), bit);
      List<RelaySessionEvent> atRelay = fresh.relay.receive(flipped, 0);
      byte[] message2 = fresh.relay.nextMessage();

      // The highest bit of an X25519 key does not count in the agreement, but it does in the transcript.
      assertThat(atRelay).isEmpty();
      assertThat(fresh.client.receive(orFail(message2), 0)).singleElement()
          .isInstanceOf(SessionEnded.class);
      assertThat(fresh.client.nextMessage()).isNull();
    }
  }

  @Test
  @Tag("NOISE-1")
  @Tag("NOISE-6")
  void bitFlipAnywhereInMessage2_endsTheClientsSession_andNoMessage3IsSent() {
    pair.clientToRelay();
    byte[] message2 = orFail(pair.relay.nextMessage());
    for (int bit = 0; bit < message2.length * 8; bit += 29) {
      ClientSession client = afterMessage1();
      List<ClientSessionEvent> events = client.receive(flip(message2, bit), 0);

      assertThat(events).singleElement().isInstanceOf(SessionEnded.class);
      assertThat(client.nextMessage()).isNull();
    }
  }

  @Test
  @Tag("NOISE-1")
  void bitFlipAnywhereInMessage3_endsTheRelaysSession_andNothingIsSentInAnswer() {
    pair.clientToRelay();
    pair.relayToClient();
    byte[] message3 = orFail(pair.client.nextMessage());
    for (int bit = 0; bit < message3.length * 8; bit += 7) {
      RelaySession relay = afterMessage2();

      assertThat(relay.receive(flip(message3, bit), 0)).containsExactly(unreadable("BAD_TAG"));
      assertThat(relay.nextMessage()).isNull();
    }
  }

  @Test
  @Tag("NOISE-4")
  void secondMessage1_endsTheSession() {
    byte[] message1 = orFail(pair.client.nextMessage());
    pair.relay.receive(message1, 0);
    pair.relay.nextMessage();

    assertThat(pair.relay.receive(message1, 0)).containsExactly(unreadable("MESSAGE_TOO_SHORT"));
    assertThat(pair.relay.nextMessage()).isNull();
  }

  @Test
  @Tag("NOISE-4")
  void earlyDataInMessage1_endsTheSession_andNothingIsSentInAnswer() throws NoiseException {
    RelaySession relay =
        new RelaySession(SessionSamples.relayConfig(), new FakeRandomSource("r"), 0);
    byte[] message1 = rawInitiator().write(new byte[]{1});

    assertThat(relay.receive(message1, 0))
        .containsExactly(
            new SessionEnded(SessionEnded.PROTOCOL_ERROR, null, "early data in the handshake"));
    assertThat(relay.nextMessage()).isNull();
  }

  @Test
  @Tag("NOISE-4")
  void earlyDataInMessage3_endsTheSession_andNothingIsSentInAnswer() throws NoiseException {
    RelaySession relay =
        new RelaySession(SessionSamples.relayConfig(), new FakeRandomSource("r"), 0);
    Handshake initiator = rawInitiator();
    relay.receive(initiator.write(new byte[0]), 0);
    initiator.read(orFail(relay.nextMessage()));

    assertThat(relay.receive(initiator.write(new byte[]{1}), 0))
        .containsExactly(
            new SessionEnded(SessionEnded.PROTOCOL_ERROR, null, "early data in the handshake"));
    assertThat(relay.nextMessage()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31})
  @Tag("NOISE-3")
  void message1ThatIsTooShort_endsTheSession(int size) {
    assertThat(pair.relay.receive(new byte[size], 0))
        .containsExactly(unreadable("MESSAGE_TOO_SHORT"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 63, 65, 65_535})
  @Tag("NOISE-3")
  void message3OfAnotherSize_endsTheSession(int size) {
    pair.clientToRelay();
    pair.relayToClient();
    byte[] resized = Arrays.copyOf(orFail(pair.client.nextMessage()), size);

    assertThat(pair.relay.receive(resized, 0)).singleElement().isInstanceOf(SessionEnded.class);
    assertThat(pair.relay.nextMessage()).isNull();
  }

  @Test
  @Tag("WS-4")
  @Tag("NOISE-3")
  void messageOver65535Bytes_endsTheSessionWith1009() {
    assertThat(pair.relay.receive(new byte[65_536], 0))
        .containsExactly(
            new SessionEnded(SessionEnded.TOO_BIG, null, "a message was over 65535 bytes"));
    assertThat(pair.client.receive(new byte[65_536], 0)).singleElement()
        .isInstanceOf(SessionEnded.class);
  }

  @Test
  void answerBeforeMessage1WasSent_endsTheClientsSession() {
    assertThat(pair.client.receive(new byte[200], 0)).singleElement()
        .isInstanceOf(SessionEnded.class);
    assertThat(pair.client.nextMessage()).isNull();
  }

  @Test
  @Tag("NOISE-7")
  void offersEditedInFlight_makeMessage2Unreadable() {
    assertThat(handshake(List.of("0k.2.std1", SubProtocol.STD1), List.of(SubProtocol.STD1)).ended())
        .isTrue();
    assertThat(
        handshake(List.of("0k.2.std1", SubProtocol.STD1), List.of(SubProtocol.STD1, "0k.2.std1"))
            .ended())
        .isTrue();
    assertThat(
        handshake(List.of("0k.2.std1", SubProtocol.STD1), List.of("0k.2.std1", SubProtocol.STD1))
            .ended())
        .isFalse();
  }

  @Test
  @Tag("NOISE-7")
  @Tag("WS-2")
  void admissionSlots_areNoPartOfTheTranscript() {
    assertThat(
        handshake(List.of("0k-slot.abc", SubProtocol.STD1), List.of(SubProtocol.STD1)).ended())
        .isFalse();
  }

  @Test
  @Tag("NOISE-6")
  @Tag("RID-1")
  void wrongCertificate_isNoticedBeforeMessage3_whichIsNeverSent() {
    ByteString ofAnotherKey =
        SessionSamples.certificate(SessionSamples.DEVICE_KEY, SessionSamples.UNIX_SECONDS + 60);
    ByteString expired =
        SessionSamples.certificate(SessionSamples.RELAY_KEY, SessionSamples.UNIX_SECONDS - 1);
    for (ByteString certificate : List.of(ofAnotherKey, expired, ByteString.EMPTY,
        SessionSamples.bytes(99, 9))) {
      RawRelay relay = new RawRelay(SessionSamples.clientConfig(SessionSamples.syncing()));
      relay.shakeHands(certificate);

      assertThat(relay.atClient).singleElement().isInstanceOf(SessionEnded.class);
      assertThat(relay.client.nextMessage()).isNull();
    }
  }

  @Test
  @Tag("RID-3")
  void withoutAPinnedIdentity_thereIsNoSession() {
    assertThatThrownBy(() -> ClientSessionConfig.standard(
        SessionSamples.CRYPTO, SessionSamples.DEVICE_KEY, ByteString.EMPTY,
        SessionSamples.syncing(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("connects to no relay");
  }

  private static ClientSession handshake(List<String> offered, List<String> seenByTheRelay) {
    RelaySessionConfig relay = RelaySessionConfig.standard(
        SessionSamples.CRYPTO, SessionSamples.RELAY_KEY, SessionSamples.CERTIFICATE,
        SubProtocol.STD1, seenByTheRelay, new ChainBudget(Limits.DEFAULT_PRESENTED_CHAINS_BYTES));
    ClientSessionConfig client = new ClientSessionConfig(
        SessionSamples.CRYPTO, SessionSamples.DEVICE_KEY, SessionSamples.IDENTITY.publicKey(),
        offered,
        SubProtocol.STD1, SessionSamples.syncing(), SessionSamples.UNIX_SECONDS,
        SessionTimings.standard());
    ConnectedPair pair = new ConnectedPair(relay, client);
    pair.pump();
    return pair.client;
  }

  /** Clients and relays of these tests are deterministic, so a recorded message fits a fresh session. */
  private static ClientSession afterMessage1() {
    ClientSession client = new ClientSession(
        SessionSamples.clientConfig(SessionSamples.syncing()), new FakeRandomSource("client side"),
        0);
    client.nextMessage();
    return client;
  }

  private static RelaySession afterMessage2() {
    ConnectedPair fresh = new ConnectedPair(
        SessionSamples.relayConfig(), SessionSamples.clientConfig(SessionSamples.syncing()));
    fresh.clientToRelay();
    fresh.relay.nextMessage();
    return fresh.relay;
  }

  private static Handshake rawInitiator() {
    return Handshake.initiator(
        NoiseProtocol.of(NoisePattern.XX, SessionSamples.CRYPTO),
        HandshakeKeys.of(SessionSamples.DEVICE_KEY),
        SubProtocol.prologue(SubProtocol.STD1, List.of(SubProtocol.STD1)),
        new FakeRandomSource("raw"));
  }

  private static SessionEnded unreadable(String reason) {
    return new SessionEnded(SessionEnded.PROTOCOL_ERROR, null,
        "a message did not verify: " + reason);
  }

  private static byte[] flip(byte[] message, int bit) {
    byte[] flipped = message.clone();
    flipped[bit / 8] ^= (byte) (1 << bit % 8);
    return flipped;
  }

  private static byte[] orFail(byte @org.jspecify.annotations.Nullable [] message) {
    if (message == null) {
      throw new AssertionError("nothing was sent");
    }
    return message;
  }
}
