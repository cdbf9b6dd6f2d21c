package dev.zerok.relay.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpgradeTest {
  private static final String OURS = "Sec-WebSocket-Protocol: 0k.1.std1-draft";

  private EdgeFixture edge;

  @BeforeEach
  void start() throws Exception {
    edge = new EdgeFixture();
  }

  @AfterEach
  void stop() throws Exception {
    edge.close();
  }

  @Test
  @Tag("WS-2")
  void upgrade_withOurSubProtocolAmongOthers_selectsIt() throws Exception {
    try (RawWebSocket socket = new RawWebSocket(edge.port())) {
      RawWebSocket.Response answer =
          socket.upgrade("Sec-WebSocket-Protocol: 0k-slot.abc, 0k.9.later",
              "Sec-WebSocket-Protocol: 0k.1.std1-draft, mqtt");
      assertThat(answer.status()).isEqualTo(101);
      assertThat(answer.header("Sec-WebSocket-Protocol")).containsExactly("0k.1.std1-draft");
    }
  }

  @ParameterizedTest
  @Tag("WS-2")
  @ValueSource(
      strings = {
          "X-None: 1",
          "Sec-WebSocket-Protocol: mqtt",
          "Sec-WebSocket-Protocol: 0k.1.std1",
          "Sec-WebSocket-Protocol: 0k-slot.0k.1.std1-draft",
          "Sec-WebSocket-Protocol: 0K.1.STD1-DRAFT"
      })
  void upgrade_withoutCommonSubProtocol_isRefusedWith400(String header) throws Exception {
    try (RawWebSocket socket = new RawWebSocket(edge.port())) {
      assertThat(socket.upgrade(header).status()).isEqualTo(400);
      assertThat(socket.awaitEnd().closeCode()).isEqualTo(RawWebSocket.Ending.NO_CODE);
    }
  }

  @Test
  @Tag("WS-3")
  void upgrade_offeringCompression_getsNoExtension() throws Exception {
    try (RawWebSocket socket = new RawWebSocket(edge.port())) {
      RawWebSocket.Response answer =
          socket.upgrade(OURS,
              "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, x-webkit-deflate-frame");
      assertThat(answer.status()).isEqualTo(101);
      assertThat(answer.header("Sec-WebSocket-Extensions")).isEmpty();
    }
  }

  @Test
  @Tag("WS-3")
  void compressedFrame_afterOfferingCompression_isBrokenFraming() throws Exception {
    try (RawWebSocket socket = new RawWebSocket(edge.port())) {
      socket.upgrade(OURS, "Sec-WebSocket-Extensions: permessage-deflate");
      socket.send(RawWebSocket.frame(0x80 | 0x40 | RawWebSocket.BINARY, true, new byte[100]));
      assertThat(socket.awaitEnd().closeCode()).isEqualTo(1002);
    }
  }

  @Test
  @Tag("WS-6")
  void upgrade_fromForeignOrigin_isRefusedWith403() throws Exception {
    try (RawWebSocket socket = new RawWebSocket(edge.port())) {
      assertThat(socket.upgrade(OURS, "Origin: https://evil.example").status()).isEqualTo(403);
    }
  }

  @Test
  @Tag("WS-6")
  void upgrade_fromListedOrigin_isAccepted() throws Exception {
    try (RawWebSocket socket = new RawWebSocket(edge.port())) {
      assertThat(socket.upgrade(OURS, "Origin: https://app.example").status()).isEqualTo(101);
    }
  }

  @Test
  void request_thatIsNoUpgrade_isToldWhatThisIs() throws Exception {
    try (RawWebSocket socket = new RawWebSocket(edge.port())) {
      socket.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.readResponse().status()).isEqualTo(426);
    }
  }

  @Test
  void upgrade_withOldWebSocketVersion_isRefused() throws Exception {
    try (RawWebSocket socket = new RawWebSocket(edge.port())) {
      String request = new String(RawWebSocket.upgradeRequest(OURS), StandardCharsets.US_ASCII);
      socket.send(request.replace("Version: 13", "Version: 8").getBytes(StandardCharsets.US_ASCII));
      RawWebSocket.Response answer = socket.readResponse();
      assertThat(answer.status()).isEqualTo(426);
      assertThat(answer.header("Sec-WebSocket-Version")).containsExactly("13");
    }
  }

  @Test
  void upgrade_withBody_isRefused() throws Exception {
    try (RawWebSocket socket = new RawWebSocket(edge.port())) {
      assertThat(socket.upgrade(OURS, "Content-Length: 100000").status()).isEqualTo(400);
    }
  }

  @Test
  void upgrade_with64KiBOfHeaders_isRefusedAndOthersGoOn() throws Exception {
    try (RawWebSocket socket = new RawWebSocket(edge.port());
        DeviceClient other = edge.member()) {
      socket.sendOrFindClosed(RawWebSocket.upgradeRequest(OURS, "X-Filler: " + "x".repeat(65_536)));
      assertThat(statusOrEnd(socket)).isIn(431, RawWebSocket.Ending.NO_CODE);
      assertThat(other.next().hasWelcome()).isTrue();
    }
  }

  private static int statusOrEnd(RawWebSocket socket) {
    try {
      return socket.readResponse().status();
    } catch (IOException ended) {
      return RawWebSocket.Ending.NO_CODE;
    }
  }

  @Test
  @Tag("WS-4")
  void upgrade_thatDripsInSlowly_isCutAtTheDeadline() throws Exception {
    try (RawWebSocket socket = new RawWebSocket(edge.port())) {
      byte[] request = RawWebSocket.upgradeRequest(OURS);
      for (int i = 0; i < 8; i++) {
        socket.send(Arrays.copyOfRange(request, i, i + 1));
        edge.time.advance(1_000);
      }
      edge.watcher.await("opened");
      edge.time.advance(10_000);
      edge.watcher.await("cut UPGRADE_DEADLINE");
      assertThat(socket.awaitEnd().closeCode()).isEqualTo(RawWebSocket.Ending.NO_CODE);
    }
  }

  @Test
  @Tag("WS-4")
  void socket_thatNeverSpeaks_isCutAtTheDeadline() throws Exception {
    try (RawWebSocket socket = new RawWebSocket(edge.port())) {
      edge.watcher.await("opened");
      edge.time.advance(10_000);
      edge.watcher.await("cut UPGRADE_DEADLINE");
      edge.watcher.await("closed");
      assertThat(socket.awaitEnd().closeCode()).isEqualTo(RawWebSocket.Ending.NO_CODE);
    }
  }

  @Test
  @Tag("WS-4")
  void webSocket_withoutHandshake_isClosedWith1008() throws Exception {
    try (RawWebSocket socket = RawWebSocket.open(edge.port())) {
      socket.send(RawWebSocket.frame(true, RawWebSocket.PING, new byte[0]));
      assertThat(socket.readFrame().opcode()).isEqualTo(RawWebSocket.PONG);
      edge.time.advance(10_001);
      assertThat(socket.awaitEnd().closeCode()).isEqualTo(1008);
    }
  }
}
