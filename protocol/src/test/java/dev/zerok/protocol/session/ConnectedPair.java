package dev.zerok.protocol.session;

import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.Welcome;
import java.util.ArrayList;
import java.util.List;

/** A client and a relay session with a perfect line between them. The test owns the time. */
final class ConnectedPair {
  final RelaySession relay;
  final ClientSession client;
  final List<RelaySessionEvent> atRelay = new ArrayList<>();
  final List<ClientSessionEvent> atClient = new ArrayList<>();
  long nowMillis;

  ConnectedPair(RelaySessionConfig relayConfig, ClientSessionConfig clientConfig) {
    relay = new RelaySession(relayConfig, new FakeRandomSource("relay side"), nowMillis);
    client = new ClientSession(clientConfig, new FakeRandomSource("client side"), nowMillis);
  }

  /** Handshake done and the first frame at the relay. */
  static ConnectedPair atTheDoor(SessionPurpose purpose) {
    ConnectedPair pair =
        new ConnectedPair(SessionSamples.relayConfig(), SessionSamples.clientConfig(purpose));
    pair.pump();
    return pair;
  }

  /** Admitted; what happened until then is forgotten. */
  static ConnectedPair admitted() {
    return admitted(SessionSamples.WELCOME);
  }

  static ConnectedPair admitted(Welcome welcome) {
    ConnectedPair pair = atTheDoor(SessionSamples.syncing());
    pair.relay.admitted(welcome);
    pair.pump();
    pair.atRelay.clear();
    pair.atClient.clear();
    return pair;
  }

  /** Carries messages both ways until both sides are silent. */
  void pump() {
    while (clientToRelay() | relayToClient()) {
      // both ran
    }
  }

  /** Carries one message, if there is one. */
  boolean clientToRelay() {
    byte[] message = client.nextMessage();
    if (message != null) {
      atRelay.addAll(relay.receive(message, nowMillis));
    }
    return message != null;
  }

  boolean relayToClient() {
    byte[] message = relay.nextMessage();
    if (message != null) {
      atClient.addAll(client.receive(message, nowMillis));
    }
    return message != null;
  }

  /** The relay acts, and everything is carried. */
  void relaySends(RelayFrame frame) {
    atRelay.addAll(relay.send(frame));
    pump();
  }

  void relayTicks() {
    atRelay.addAll(relay.tick(nowMillis));
  }

  void clientTicks() {
    atClient.addAll(client.tick(nowMillis));
  }

  /** The frames that the client got. */
  List<RelayFrame> framesAtClient() {
    return atClient.stream()
        .filter(ClientSessionEvent.FrameReceived.class::isInstance)
        .map(event -> ((ClientSessionEvent.FrameReceived) event).frame())
        .toList();
  }
}
