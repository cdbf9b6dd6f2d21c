package dev.zerok.protocol.session;

import static dev.zerok.protocol.session.SessionSamples.HELLO;
import static dev.zerok.protocol.session.SessionSamples.WELCOME;
import static dev.zerok.protocol.session.SessionSamples.bytes;
import static dev.zerok.protocol.session.SessionSamples.hello;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.session.RelaySessionEvent.CommandReceived;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.Pull;
import dev.zerok.protocol.wire.Signal;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Pull and Signal as the relay's side of a session judges them. */
class LiveCommandsTest {
  @Test
  @Tag("PULL-1")
  void pull_isHandedOnInASessionWithTheFeature_withAnyNumberButZero() {
    RawClient puller = puller();
    puller.send(pull(1));
    puller.send(pull(0xffff_ffff));
    assertThat(puller.atRelay)
        .containsExactly(new CommandReceived(pull(1)), new CommandReceived(pull(0xffff_ffff)));
    puller.atRelay.clear();

    puller.send(pull(0));

    assertEnded(puller, "max_blobs must be at least 1");
  }

  @Test
  @Tag("PULL-1")
  void pull_inASessionWithoutTheFeature_endsIt() {
    RawClient member = RawClient.member();

    member.send(pull(1));

    assertEnded(member, "Pull needs a session whose Hello has the feature PULL");
  }

  @Test
  @Tag("SIGNAL-1")
  void signal_isHandedOn_toAllAndToOne_inItsSmallestAndLargestSize() {
    RawClient member = RawClient.member();
    List<ClientFrame> signals = List.of(
        signal(1, 297, ByteString.EMPTY),
        signal(7, 8_192, bytes(16, 9)));

    signals.forEach(member::send);

    assertThat(member.atRelay)
        .containsExactlyElementsOf(signals.stream().map(CommandReceived::new).toList());
  }

  static List<ClientFrame> malformedSignals() {
    return List.of(
        signal(0, 297, ByteString.EMPTY),
        signal(-1, 297, ByteString.EMPTY),
        signal(1, 296, ByteString.EMPTY),
        signal(1, 8_193, ByteString.EMPTY),
        signal(1, 297, bytes(15, 9)),
        signal(1, 297, bytes(17, 9)));
  }

  @ParameterizedTest
  @MethodSource("malformedSignals")
  @Tag("SIGNAL-1")
  void malformedSignal_endsTheSession(ClientFrame malformed) {
    RawClient member = RawClient.member();

    member.send(malformed);

    assertThat(member.relay.ended()).isTrue();
    assertThat(member.received()).singleElement()
        .satisfies(frame -> assertThat(frame.getError().getCode()).isEqualTo(1000));
  }

  private static RawClient puller() {
    RawClient client = new RawClient();
    client.send(hello(HELLO.toBuilder().setFeatures(Features.PULL).build()));
    client.relay.admitted(WELCOME);
    client.received();
    client.atRelay.clear();
    return client;
  }

  private static void assertEnded(RawClient client, String words) {
    assertThat(client.relay.ended()).isTrue();
    assertThat(client.received()).singleElement().satisfies(frame -> {
      assertThat(frame.getError().getCode()).isEqualTo(1000);
      assertThat(frame.getError().getMessage()).isEqualTo(words);
    });
  }

  private static ClientFrame pull(int maxBlobs) {
    return ClientFrame.newBuilder().setPull(Pull.newBuilder().setMaxBlobs(maxBlobs)).build();
  }

  private static ClientFrame signal(int epoch, int payloadBytes, ByteString to) {
    return ClientFrame.newBuilder()
        .setSignal(Signal.newBuilder()
            .setEpoch(epoch)
            .setPayload(bytes(payloadBytes, 4))
            .setTo(to))
        .build();
  }
}
