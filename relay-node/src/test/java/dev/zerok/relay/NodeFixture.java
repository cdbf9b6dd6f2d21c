package dev.zerok.relay;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.session.SessionPurpose;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.LogPosition;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.RosterAppend;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.RosterPresent;
import dev.zerok.relay.edge.DeviceClient;
import dev.zerok.relay.edge.RawWebSocket;
import java.io.IOException;

/** Devices of real groups at a real relay, wherever it runs. */
final class NodeFixture {
  private final int port;
  private final ByteString identity;
  private final RandomSource random;

  NodeFixture(int port, ByteString identity, String seed) {
    this.port = port;
    this.identity = identity;
    this.random = new FakeRandomSource(seed);
  }

  static NodeFixture at(RelayNode node) {
    return new NodeFixture(node.port(), node.identity(), "devices");
  }

  DeviceClient connect(KeyPair noise, Hello hello) throws IOException {
    DeviceClient device =
        new DeviceClient(
            RawWebSocket.open(port), identity, noise, new SessionPurpose.SyncGroup(hello), random);
    device.awaitRelay();
    return device;
  }

  DeviceClient connect(GroupFixture group, DeviceKeyPairs keys) throws IOException {
    return connect(keys.noise(), DeviceClient.hello(group.groupId()));
  }

  /** Creates the group at the relay, or brings the relay's roster up to date; returns its first device, welcomed. */
  DeviceClient found(GroupFixture group) throws IOException {
    DeviceClient device = connect(group, group.firstKeys);
    requireRefusal(device.next());
    device.send(
        ClientFrame.newBuilder()
            .setRosterPresent(RosterPresent.newBuilder().addAllEntries(group.entries))
            .build());
    awaitWelcome(device);
    return device;
  }

  /** Reads the Welcome and the rest up to CaughtUp; returns the Welcome. */
  static RelayFrame awaitWelcome(DeviceClient device) throws IOException {
    RelayFrame welcome = device.next();
    if (!welcome.hasWelcome()) {
      throw new AssertionError("no Welcome but " + welcome);
    }
    return welcome;
  }

  /** Reads until the stream has reached the head. */
  static void awaitCaughtUp(DeviceClient device) throws IOException {
    while (!device.next().hasCaughtUp()) {
      // roster entries and backlog come before
    }
  }

  /** A Hello of a device that has everything up to a cursor. */
  static Hello helloFrom(GroupFixture group, ByteString logId, long cursor) {
    return DeviceClient.hello(group.groupId())
        .toBuilder()
        .setLast(LogPosition.newBuilder().setLogId(logId).setCursor(cursor))
        .setRosterHead(group.roster.head())
        .build();
  }

  static ClientFrame append(RosterEntry entry) {
    return ClientFrame.newBuilder()
        .setRosterAppend(RosterAppend.newBuilder().setEntry(entry))
        .build();
  }

  private static void requireRefusal(RelayFrame frame) {
    if (!frame.hasError()) {
      throw new AssertionError("no refusal but " + frame);
    }
  }
}
