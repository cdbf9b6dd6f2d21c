package dev.zerok.relay;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.session.ClientSession;
import dev.zerok.protocol.session.ClientSessionConfig;
import dev.zerok.protocol.session.SessionPurpose;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.Ack;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.relay.edge.DeviceClient;
import dev.zerok.relay.edge.RawWebSocket;
import dev.zerok.relay.ops.RelayConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Peers that break Noise or the frames, at a whole relay: one clean end for them, nothing for the others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostilePeerTest {
  private static final int MESSAGE_1_BYTES = 32;

  private final GroupFixture group = GroupFixture.founded("bystander");
  private RelayNode node;
  private NodeFixture devices;
  private DeviceClient bystander;
  private long pushed;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    node =
        RelayNode.start(
            RelayConfig.of(
                Map.of(
                    "data", folder.toString(),
                    "listen", "127.0.0.1:0",
                    "ops-listen", "127.0.0.1:0",
                    "limits.pushes-per-minute", "100000")));
    devices = NodeFixture.at(node);
    bystander = devices.found(group);
    NodeFixture.awaitCaughtUp(bystander);
  }

  @AfterEach
  void bystanderNoticesNothing() throws Exception {
    pushed++;
    bystander.send(DeviceClient.push(pushed, 300));
    RelayFrame frame = bystander.next();
    assertThat(frame.getPushAck().getDeviceSeq()).isEqualTo(pushed);
  }

  @AfterAll
  void stop() throws Exception {
    bystander.close();
    node.stop();
  }

  private ClientSession newSession(KeyPair key) {
    ClientSessionConfig config =
        ClientSessionConfig.standard(
            DeviceClient.CRYPTO,
            key,
            node.identity(),
            new SessionPurpose.SyncGroup(DeviceClient.hello(group.groupId())),
            1_800_000_000);
    return new ClientSession(config, group.random, 0);
  }

  static Stream<Arguments> brokenFirstMessages() {
    return Stream.of(
        Arguments.of("empty", change(m -> new byte[0])),
        Arguments.of("one byte", change(m -> new byte[1])),
        Arguments.of("too short", change(m -> Arrays.copyOf(m, MESSAGE_1_BYTES - 1))),
        Arguments.of("early data", change(m -> Arrays.copyOf(m, MESSAGE_1_BYTES + 10))),
        Arguments.of("largest", change(m -> new byte[65_535])));
  }

  private static UnaryOperator<byte[]> change(UnaryOperator<byte[]> change) {
    return change;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenFirstMessages")
  @Tag("NOISE-3")
  @Tag("NOISE-4")
  void brokenFirstMessage_endsTheConnectionWithoutAnAnswer(String name,
      UnaryOperator<byte[]> broken)
      throws Exception {
    try (RawWebSocket socket = RawWebSocket.open(node.port());
        ClientSession session = newSession(group.newKeys().noise())) {
      socket.sendMessage(broken.apply(Objects.requireNonNull(session.nextMessage())));
      assertThat(socket.awaitEnd().closeCode()).isEqualTo(1002);
    }
  }

  @Test
  @Tag("NOISE-2")
  void lowOrderEphemeralKey_isRefused() throws Exception {
    try (RawWebSocket socket = RawWebSocket.open(node.port())) {
      socket.sendMessage(new byte[MESSAGE_1_BYTES]); // the point 0: every agreement with it is all zeros
      assertThat(socket.awaitEnd().closeCode()).isEqualTo(1002);
    }
  }

  @Test
  @Tag("NOISE-4")
  void secondMessage1_endsTheConnection() throws Exception {
    try (RawWebSocket socket = RawWebSocket.open(node.port());
        ClientSession session = newSession(group.newKeys().noise())) {
      byte[] message1 = Objects.requireNonNull(session.nextMessage());
      socket.sendMessage(message1);
      socket.readMessage();
      socket.sendMessage(message1);
      assertThat(socket.awaitEnd().closeCode()).isEqualTo(1002);
    }
  }

  @Test
  @Tag("NOISE-1")
  void everyBitFlipInMessage3_endsTheConnection() throws Exception {
    for (int bit = 0; bit < 64 * 8; bit += 61) {
      try (RawWebSocket socket = RawWebSocket.open(node.port());
          ClientSession session = newSession(group.newKeys().noise())) {
        byte[] message3 = messageThree(socket, session);
        message3[bit / 8] ^= (byte) (1 << bit % 8);
        socket.sendMessage(message3);
        assertThat(socket.awaitEnd().closeCode()).isEqualTo(1002);
      }
    }
  }

  private static byte[] messageThree(RawWebSocket socket, ClientSession session)
      throws IOException {
    socket.sendMessage(Objects.requireNonNull(session.nextMessage()));
    session.receive(socket.readMessage(), 0);
    return Objects.requireNonNull(session.nextMessage());
  }

  @Test
  @Tag("NOISE-7")
  void offerListEditedInFlight_makesTheHandshakeFail() throws Exception {
    try (RawWebSocket socket = new RawWebSocket(node.port());
        ClientSession session = newSession(group.newKeys().noise())) {
      socket.upgrade("Sec-WebSocket-Protocol: 0k.1.std1-draft, 0k.1.weaker");
      socket.sendMessage(Objects.requireNonNull(session.nextMessage()));
      assertThat(session.receive(socket.readMessage(), 0)).isNotEmpty(); // it ends before message 3
      assertThat(session.ended()).isTrue();
    }
  }

  @Test
  @Tag("NOISE-1")
  void replayedRecord_endsTheSession() throws Exception {
    try (RawWebSocket socket = RawWebSocket.open(node.port());
        ClientSession session = newSession(group.newKeys().noise())) {
      socket.sendMessage(messageThree(socket, session));
      byte[] hello = Objects.requireNonNull(session.nextMessage());
      socket.sendMessage(hello);
      socket.sendMessage(hello);
      assertThat(socket.awaitEnd().closeCode()).isEqualTo(1002);
    }
  }

  @Test
  @Tag("NOISE-1")
  void garbageAfterTheHandshake_endsTheSession() throws Exception {
    try (DeviceClient device =
        devices.connect(group.newKeys().noise(), DeviceClient.hello(group.groupId()))) {
      device.socket().sendMessage(group.random.bytes(500));
      assertThat(device.socket().awaitEnd().closeCode()).isEqualTo(1002);
    }
  }

  static Stream<Arguments> wrongHellos() {
    Hello hello = DeviceClient.hello(GroupFixture.founded("bystander").groupId());
    return Stream.of(
        Arguments.of("short group id",
            hello.toBuilder().setGroupId(ByteString.copyFrom(new byte[31])).build()),
        Arguments.of("no group id", hello.toBuilder().clearGroupId().build()),
        Arguments.of("no incarnation", hello.toBuilder().clearStoreIncarnation().build()),
        Arguments.of("no window", hello.toBuilder().setReceiveWindow(0).build()),
        Arguments.of("endless window", hello.toBuilder().setReceiveWindow(-1).build()),
        Arguments.of("long token",
            hello.toBuilder().setAccessToken(ByteString.copyFrom(new byte[257])).build()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongHellos")
  @Tag("SESS-1")
  void helloOutOfShape_isInvalid(String name, Hello hello) throws Exception {
    try (DeviceClient device = devices.connect(group.newKeys().noise(), hello)) {
      assertThat(device.next().getError().getCode()).isEqualTo(1000);
      assertThat(device.socket().awaitEnd().closeCode()).isEqualTo(1002);
    }
  }

  @Test
  @Tag("DELIV-5")
  void ackBeyondWhatWasSent_endsTheSession() throws Exception {
    GroupFixture other = GroupFixture.founded("ack beyond");
    try (DeviceClient device = devices.found(other)) {
      NodeFixture.awaitCaughtUp(device);
      device.send(ClientFrame.newBuilder()
          .setAck(Ack.newBuilder().setReceived(1_000).setApplied(1_000))
          .build());
      assertThat(device.next().getError().getCode()).isEqualTo(1000);
      assertThat(device.socket().awaitEnd().closeCode()).isEqualTo(1002);
    }
  }

  @Test
  @Tag("PUSH-8")
  void pushesOutOfShape_areInvalid() throws Exception {
    GroupFixture other = GroupFixture.founded("pushes out of shape");
    devices.found(other).close();
    for (ClientFrame wrong : new ClientFrame[]{
        DeviceClient.push(0, 300), DeviceClient.push(1, 0), DeviceClient.push(1, 296),
    }) {
      try (DeviceClient device = devices.connect(other, other.firstKeys)) {
        NodeFixture.awaitWelcome(device);
        NodeFixture.awaitCaughtUp(device);
        device.send(wrong);
        assertThat(device.next().getError().getCode()).isEqualTo(1000);
      }
    }
  }
}
