package dev.zerok.protocol.session;

import static dev.zerok.protocol.session.SessionSamples.ack;
import static dev.zerok.protocol.session.SessionSamples.pushAck;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.protocol.session.RelaySessionEvent.CommandReceived;
import dev.zerok.protocol.testkit.FakeRandomSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RekeyTest {
  private static final int MESSAGES = 65_536;

  @Test
  @Tag("NOISE-5")
  void bothDirections_goOnBeyondTheirRekey() {
    ConnectedPair pair = ConnectedPair.admitted();
    for (int message = 0; message < MESSAGES + 10; message++) {
      pair.client.send(ack(0, 0), 0);
      pair.relay.send(pushAck(1, 2));
      pair.pump();
    }

    assertThat(pair.atRelay).hasSize(MESSAGES + 10).containsOnly(new CommandReceived(ack(0, 0)));
    assertThat(pair.framesAtClient()).hasSize(MESSAGES + 10).containsOnly(pushAck(1, 2));
  }

  @Test
  @Tag("NOISE-5")
  void oneDirection_rekeysByItsOwnCountAlone() {
    RawClient client =
        new RawClient(SessionSamples.relayConfig(), new FakeRandomSource("relay side"));
    client.send(SessionSamples.hello(SessionSamples.HELLO)); // message 0
    client.relay.admitted(SessionSamples.WELCOME);
    client.atRelay.clear();
    for (int message = 1; message < MESSAGES + 10; message++) {
      client.send(ack(0, 0));
    }

    assertThat(client.atRelay).hasSize(MESSAGES + 9).containsOnly(new CommandReceived(ack(0, 0)));
    assertThat(client.received()).hasSize(1); // the relay's own direction is at message 1
  }

  @Test
  @Tag("NOISE-5")
  void peerThatDoesNotRekey_isNotReadAnyMore() {
    RawClient client = RawClient.withoutRekey();
    client.send(SessionSamples.hello(SessionSamples.HELLO)); // message 0
    client.relay.admitted(SessionSamples.WELCOME);
    for (int message = 1; message < MESSAGES; message++) {
      client.send(ack(0, 0));
    }
    assertThat(client.relay.ended()).isFalse();
    client.atRelay.clear();
    client.send(ack(0, 0));

    assertThat(client.atRelay).containsExactly(
        new SessionEnded(SessionEnded.PROTOCOL_ERROR, null, "a message did not verify: BAD_TAG"));
  }
}
