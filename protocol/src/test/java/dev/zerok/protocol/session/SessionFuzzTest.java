package dev.zerok.protocol.session;

import static dev.zerok.protocol.session.SessionSamples.HELLO;
import static dev.zerok.protocol.session.SessionSamples.MAILBOX;
import static dev.zerok.protocol.session.SessionSamples.WELCOME;
import static dev.zerok.protocol.session.SessionSamples.bytes;
import static dev.zerok.protocol.session.SessionSamples.chainPart;
import static dev.zerok.protocol.session.SessionSamples.goAway;
import static dev.zerok.protocol.session.SessionSamples.hello;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import dev.zerok.protocol.channel.Channel;
import dev.zerok.protocol.error.ErrorFrames;
import dev.zerok.protocol.session.RelaySessionEvent.ChainPresented;
import dev.zerok.protocol.session.RelaySessionEvent.HelloReceived;
import dev.zerok.protocol.session.RelaySessionEvent.JoinRequested;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.GoAwayReason;
import dev.zerok.protocol.wire.RelayFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Mutated bytes at every layer: whatever comes, nothing is thrown, and an end is typed, single and last. */
class SessionFuzzTest {
  private static final List<ClientFrame> OF_CLIENTS = List.of(
      hello(HELLO), hello(SessionSamples.helloAt(9)), chainPart(true, 1, 2), chainPart(false, 3),
      SessionSamples.push(1), SessionSamples.push(2), SessionSamples.ack(3, 2),
      SessionSamples.mailboxSend(MAILBOX), ClientDialogue.firstFrame(SessionSamples.joining()));
  private static final List<RelayFrame> OF_RELAYS = List.of(
      RelayFrame.newBuilder().setWelcome(WELCOME).build(), SessionSamples.deliver(4, 300),
      SessionSamples.pushAck(1, 2), RelayFrame.newBuilder().setError(ErrorFrames.refusal()).build(),
      goAway(GoAwayReason.GO_AWAY_REASON_SESSION_AGE, 5));

  private final SplittableRandom random = new SplittableRandom(20_261_122);

  @Test
  @Tag("NOISE-3")
  void anyBytesInsteadOfAHandshake_areATypedEnd() {
    for (int round = 0; round < 1_000; round++) {
      RelaySession relay =
          new RelaySession(SessionSamples.relayConfig(), new FakeRandomSource(round), 0);
      List<RelaySessionEvent> events = new ArrayList<>();
      for (int message = 0; message < 3; message++) {
        events.addAll(relay.receive(randomBytes(random.nextInt(200)), 0));
      }

      // Any 32 bytes are a message 1; nothing but a real client has a fitting message 3.
      assertThat(events).singleElement().isInstanceOf(SessionEnded.class);
    }
  }

  @Test
  @Tag("REC-3")
  @Tag("REC-4")
  void anyRecordsOfAClient_areATypedEndOrEvents() {
    for (int round = 0; round < 1_500; round++) {
      RawClient client = round % 3 == 0 ? new RawClient()
          : round % 3 == 1 ? RawClient.member()
          : RawClient.joiner();
      for (int frame = 0; frame < 6 && !client.relay.ended(); frame++) {
        ClientFrame original = OF_CLIENTS.get(random.nextInt(OF_CLIENTS.size()));
        client.sendRecord(mutatedRecord(original, Channel.of(original.getFrameCase())));
        decide(client);
      }
      assertOneEndAndLast(client.atRelay, client.relay.ended());
      client.received();
    }
  }

  @Test
  @Tag("REC-3")
  @Tag("REC-4")
  void anyRecordsOfARelay_areATypedEndOrEvents() {
    for (int round = 0; round < 1_500; round++) {
      RawRelay relay = round % 3 == 0
          ? RawRelay.established(SessionSamples.syncing())
          : round % 3 == 1 ? RawRelay.admitting()
          : RawRelay.established(SessionSamples.joining());
      for (int frame = 0; frame < 6 && !relay.client.ended(); frame++) {
        RelayFrame original = OF_RELAYS.get(random.nextInt(OF_RELAYS.size()));
        relay.sendRecord(mutatedRecord(original, Channel.of(original.getFrameCase())));
      }
      assertOneEndAndLast(relay.atClient, relay.client.ended());
    }
  }

  /** What an edge would do about the events, at random. */
  private void decide(RawClient client) {
    RelaySessionEvent last =
        client.atRelay.isEmpty() ? null : client.atRelay.get(client.atRelay.size() - 1);
    boolean yes = random.nextBoolean();
    if (client.relay.ended() || last == null) {
      return;
    }
    if (last instanceof HelloReceived || last instanceof ChainPresented) {
      client.atRelay.clear();
      client.atRelay.addAll(yes ? client.relay.admitted(WELCOME) : client.relay.refused(0));
    } else if (last instanceof JoinRequested) {
      client.atRelay.clear();
      client.atRelay.addAll(yes ? client.relay.joined() : client.relay.refused(0));
    }
  }

  private byte[] mutatedRecord(Message frame, Channel channel) {
    ByteString encoded =
        random.nextInt(3) == 0 ? frame.toByteString() : mutated(frame.toByteString());
    int length = encoded.size();
    byte[] head = {
        (byte) channel.number(), (byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8),
        (byte) length
    };
    ByteString record = ByteString.copyFrom(head).concat(encoded);
    return (random.nextInt(3) == 0 ? mutated(record) : record).toByteArray();
  }

  private ByteString mutated(ByteString bytes) {
    ByteString changed = bytes;
    int times = 1 + random.nextInt(3);
    for (int time = 0; time < times; time++) {
      int at = random.nextInt(changed.size() + 1);
      ByteString before = changed.substring(0, at);
      ByteString after = changed.substring(at);
      changed = switch (random.nextInt(4)) {
        case 0 -> before; // cut
        case 1 -> before.concat(bytes(1, random.nextInt(256))).concat(after); // inserted
        case 2 -> after.isEmpty() ? before : before.concat(after.substring(1)); // left out
        default -> after.isEmpty()
            ? before
            : before.concat(bytes(1, after.byteAt(0) ^ 1 << random.nextInt(8)))
                .concat(after.substring(1));
      };
    }
    return changed;
  }

  private byte[] randomBytes(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  private static void assertOneEndAndLast(List<?> events, boolean ended) {
    assertThat(events.stream().filter(SessionEnded.class::isInstance)).hasSize(ended ? 1 : 0);
    if (ended) {
      assertThat(events.get(events.size() - 1)).isInstanceOf(SessionEnded.class);
    }
  }
}
