package dev.zerok.protocol.session;

import static dev.zerok.protocol.session.SessionSamples.ack;
import static dev.zerok.protocol.session.SessionSamples.bytes;
import static dev.zerok.protocol.session.SessionSamples.deliver;
import static dev.zerok.protocol.session.SessionSamples.push;
import static dev.zerok.protocol.session.SessionSamples.pushAck;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.protocol.session.RelaySessionEvent.CommandReceived;
import dev.zerok.protocol.wire.ClientFrame;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** One megabyte on a slow line must not silence acks and answers. */
class OvertakingTest {
  private static final int MEBIBYTE = 1_048_576;

  private final ConnectedPair pair = ConnectedPair.admitted();

  @Test
  @Tag("REC-2")
  void answerQueuedBehindAMebibyte_overtakesIt() {
    pair.relay.send(deliver(1, MEBIBYTE));
    for (int record = 0; record < 10; record++) {
      pair.relayToClient();
    }
    pair.relay.send(pushAck(1, 2));
    pair.relayToClient();
    assertThat(pair.framesAtClient()).containsExactly(pushAck(1, 2));
    pair.pump();

    assertThat(pair.framesAtClient()).containsExactly(pushAck(1, 2), deliver(1, MEBIBYTE));
  }

  @Test
  @Tag("REC-2")
  void ackQueuedBehindAMebibyte_overtakesIt() {
    ClientFrame large =
        push(SessionSamples.PUSH.toBuilder().setPayload(bytes(MEBIBYTE, 1)).build());
    pair.client.send(large, 0);
    pair.clientToRelay();
    pair.client.send(ack(0, 0), 0);
    pair.clientToRelay();
    assertThat(pair.atRelay).containsExactly(new CommandReceived(ack(0, 0)));
    pair.pump();

    assertThat(pair.atRelay).containsExactly(new CommandReceived(ack(0, 0)),
        new CommandReceived(large));
  }

  @Test
  @Tag("REC-2")
  @Tag("DELIV-2")
  void pushAckSentBeforeADeliver_arrivesBeforeIt() {
    pair.relay.send(deliver(1, 50_000));
    pair.relayToClient();
    pair.relay.send(pushAck(1, 2));
    pair.relay.send(deliver(3, 300));
    pair.pump();

    assertThat(pair.framesAtClient())
        .containsExactly(pushAck(1, 2), deliver(1, 50_000), deliver(3, 300));
  }

  @Test
  @Tag("REC-1")
  void everyMessage_ofAMebibyte_isAtMostOneBulkRecordAndItsTag() {
    pair.relay.send(deliver(1, MEBIBYTE));
    for (byte[] message = pair.relay.nextMessage(); message != null;
        message = pair.relay.nextMessage()) {
      assertThat(message.length).isLessThanOrEqualTo(16_384 + 16);
    }
  }
}
