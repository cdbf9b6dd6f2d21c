package dev.zerok.relay.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is no WebSocket ends with one close; an admitted device beside it notices nothing. */
class BrokenFramingTest {
  private EdgeFixture edge;
  private DeviceClient bystander;
  private RawWebSocket socket;

  @BeforeEach
  void start() throws Exception {
    edge = new EdgeFixture();
    bystander = edge.member();
    assertThat(bystander.next().hasWelcome()).isTrue();
    assertThat(bystander.next().hasCaughtUp()).isTrue();
    socket = RawWebSocket.open(edge.port());
  }

  @AfterEach
  void everybodyElseGoesOn() throws Exception {
    edge.router.append(1_000);
    assertThat(bystander.next().getDeliver().getPayload().size()).isEqualTo(1_000);
    bystander.close();
    socket.close();
    edge.close();
  }

  static Stream<Arguments> brokenFrames() {
    return Stream.of(
        Arguments.of("unmasked", RawWebSocket.frame(0x82, false, new byte[96]), 1002),
        Arguments.of("reserved bit 1", RawWebSocket.frame(0xc2, true, new byte[96]), 1002),
        Arguments.of("reserved bit 2", RawWebSocket.frame(0xa2, true, new byte[96]), 1002),
        Arguments.of("reserved bit 3", RawWebSocket.frame(0x92, true, new byte[96]), 1002),
        Arguments.of("reserved data opcode", RawWebSocket.frame(0x83, true, new byte[96]), 1002),
        Arguments.of("reserved control opcode", RawWebSocket.frame(0x8b, true, new byte[96]), 1002),
        Arguments.of("fragmented ping", RawWebSocket.frame(0x09, true, new byte[10]), 1002),
        Arguments.of("long ping", RawWebSocket.frame(0x89, true, new byte[126]), 1002),
        Arguments.of("continuation without start", RawWebSocket.frame(0x80, true, new byte[96]),
            1002),
        Arguments.of("close of one byte", RawWebSocket.frame(0x88, true, new byte[1]), 1002),
        Arguments.of("claims 2^63-1 bytes", RawWebSocket.headerClaiming(Long.MAX_VALUE), 1009),
        Arguments.of("claims 2^63 bytes", RawWebSocket.headerClaiming(Long.MIN_VALUE), 1002),
        Arguments.of("claims 65 536 bytes", RawWebSocket.headerClaiming(65_536), 1009));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenFrames")
  @Tag("WS-4")
  void frame_thatBreaksRfc6455_endsWithItsCloseCode(String name, byte[] frame, int closeCode)
      throws Exception {
    socket.send(frame);
    assertThat(socket.awaitEnd().closeCode()).isEqualTo(closeCode);
    edge.watcher.await("violated " + closeCode);
  }

  @Test
  @Tag("WS-1")
  void textMessage_isClosedWith1003() throws Exception {
    socket.send(
        RawWebSocket.frame(true, RawWebSocket.TEXT, "hello".getBytes(StandardCharsets.UTF_8)));
    assertThat(socket.awaitEnd().closeCode()).isEqualTo(1003);
  }

  @Test
  @Tag("WS-4")
  void message_ofFragmentsTogetherOver65535Bytes_isClosedWith1009() throws Exception {
    socket.send(RawWebSocket.frame(false, RawWebSocket.BINARY, new byte[65_535]));
    socket.send(RawWebSocket.frame(true, RawWebSocket.CONTINUATION, new byte[1]));
    assertThat(socket.awaitEnd().closeCode()).isEqualTo(1009);
  }

  @Test
  @Tag("WS-5")
  void hundredThousandOneByteFragments_areCutShort() throws Exception {
    socket.send(RawWebSocket.frame(false, RawWebSocket.BINARY, new byte[1]));
    byte[] fragment = RawWebSocket.frame(false, RawWebSocket.CONTINUATION, new byte[1]);
    byte[] thousand = repeated(fragment, 1_000);
    for (int i = 0; i < 100; i++) {
      socket.sendOrFindClosed(thousand);
    }
    assertThat(socket.awaitEnd().closeCode()).isIn(1008, RawWebSocket.Ending.NO_CODE);
    edge.watcher.await("violated 1008");
  }

  @Test
  @Tag("WS-5")
  void emptyFragmentsWithoutEnd_areCutShort() throws Exception {
    socket.send(RawWebSocket.frame(false, RawWebSocket.BINARY, new byte[0]));
    socket.sendOrFindClosed(
        repeated(RawWebSocket.frame(false, RawWebSocket.CONTINUATION, new byte[0]), 1_000));
    assertThat(socket.awaitEnd().closeCode()).isIn(1008, RawWebSocket.Ending.NO_CODE);
    edge.watcher.await("violated 1008");
  }

  @Test
  @Tag("WS-5")
  void floodOfPings_isCutShort() throws Exception {
    socket.sendOrFindClosed(
        repeated(RawWebSocket.frame(true, RawWebSocket.PING, new byte[125]), 10_000));
    assertThat(socket.awaitEnd().closeCode()).isIn(1008, RawWebSocket.Ending.NO_CODE);
    edge.watcher.await("violated 1008");
  }

  private static byte[] repeated(byte[] once, int times) {
    byte[] all = new byte[once.length * times];
    for (int i = 0; i < times; i++) {
      System.arraycopy(once, 0, all, i * once.length, once.length);
    }
    return all;
  }
}
