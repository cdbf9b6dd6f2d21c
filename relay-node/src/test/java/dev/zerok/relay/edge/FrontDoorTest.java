package dev.zerok.relay.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.protocol.session.AdmissionSlot;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.relay.door.DoorPolicy;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The door on a real socket, with one handshake a second and a clock that the test moves. */
class FrontDoorTest {
  private static final String OURS = "Sec-WebSocket-Protocol: 0k.1.std1-draft";
  private static final String BROWSER = "Origin: https://app.example";

  private EdgeFixture edge;

  @BeforeEach
  void start() throws Exception {
    edge = new EdgeFixture(new DoorPolicy(1, 1, 1));
  }

  @AfterEach
  void stop() throws Exception {
    edge.close();
  }

  private RawWebSocket.Response knock(String... headers) throws Exception {
    try (RawWebSocket socket = new RawWebSocket(edge.port())) {
      return socket.upgrade(headers);
    }
  }

  private RawWebSocket.Response knockWith(String ticket) throws Exception {
    return knock(OURS + ", 0k-slot." + ticket);
  }

  private void fill() throws Exception {
    assertThat(knock(OURS).status()).isEqualTo(101);
  }

  private static AdmissionSlot slotIn(RawWebSocket.Response answer) {
    assertThat(answer.status()).isEqualTo(503);
    AdmissionSlot slot =
        AdmissionSlot.parse(answer.header("0k-Slot").getFirst()).orElseThrow();
    assertThat(answer.header("Retry-After"))
        .containsExactly(Long.toString(slot.retryAfterSeconds()));
    return slot;
  }

  @Test
  @Tag("DOOR-1")
  @Tag("DOOR-2")
  void fullDoor_answers503_withWhenToComeBackAndATicket_andCloses() throws Exception {
    fill();
    try (RawWebSocket socket = new RawWebSocket(edge.port())) {
      AdmissionSlot slot = slotIn(socket.upgrade(OURS));
      assertThat(slot.afterMillis()).isBetween(0L, 2_000L);
      assertThat(slot.ticket()).matches("[A-Za-z0-9_-]{1,64}");
      assertThat(socket.awaitEnd().closeCode()).isEqualTo(RawWebSocket.Ending.NO_CODE);
    }
    edge.watcher.await("let in");
    edge.watcher.await("slot given");
    edge.watcher.await("upgrade refused 503");
  }

  @Test
  @Tag("DOOR-3")
  void fullDoor_toldToABrowser_isACloseWithTheSameText() throws Exception {
    fill();
    try (RawWebSocket socket = new RawWebSocket(edge.port())) {
      assertThat(socket.upgrade(OURS, BROWSER).status()).isEqualTo(101);
      RawWebSocket.Frame close = socket.readFrame();

      assertThat(close.opcode()).isEqualTo(RawWebSocket.CLOSE);
      ByteBuffer payload = ByteBuffer.wrap(close.payload());
      assertThat(payload.getShort()).isEqualTo((short) 1013);
      String reason = StandardCharsets.US_ASCII.decode(payload).toString();
      assertThat(reason).hasSizeLessThanOrEqualTo(123);
      AdmissionSlot slot = AdmissionSlot.parse(reason).orElseThrow();

      edge.time.advance(slot.afterMillis());
      assertThat(knock(OURS + ", 0k-slot." + slot.ticket(), BROWSER).status()).isEqualTo(101);
      edge.watcher.await("let in in slot");
    }
    edge.watcher.await("closed");
  }

  @Test
  @Tag("DOOR-4")
  void whoReturnsInHisSlot_goesBeforeANewcomer_andTheTicketIsNeverSelected() throws Exception {
    fill();
    AdmissionSlot slot = slotIn(knock(OURS));
    edge.time.advance(slot.afterMillis());

    slotIn(knock(OURS)); // a newcomer at the same moment
    RawWebSocket.Response inSlot = knockWith(slot.ticket());

    assertThat(inSlot.status()).isEqualTo(101);
    assertThat(inSlot.header("Sec-WebSocket-Protocol")).containsExactly("0k.1.std1-draft");
    edge.watcher.await("let in in slot");
  }

  @Test
  @Tag("DOOR-4")
  void usedTicket_countsAsNone() throws Exception {
    fill();
    AdmissionSlot slot = slotIn(knock(OURS));
    edge.time.advance(slot.afterMillis());
    assertThat(knockWith(slot.ticket()).status()).isEqualTo(101);

    slotIn(knockWith(slot.ticket()));
    edge.watcher.await("ticket refused USED");
  }

  @Test
  @Tag("DOOR-4")
  void ticketBeforeItsSlot_countsAsNone() throws Exception {
    fill();
    slotIn(knock(OURS));
    slotIn(knock(OURS));
    AdmissionSlot third = slotIn(knock(OURS));

    slotIn(knockWith(third.ticket()));
    edge.watcher.await("ticket refused EARLY");
  }

  @Test
  @Tag("DOOR-4")
  void ticketAfterItsSlot_countsAsNone_andHisRoomWentToOthers() throws Exception {
    fill();
    AdmissionSlot slot = slotIn(knock(OURS));
    edge.time.advance(slot.afterMillis() + 10_001);

    fill();
    slotIn(knockWith(slot.ticket()));
    edge.watcher.await("ticket refused LATE");
  }

  @ParameterizedTest
  @Tag("DOOR-4")
  @ValueSource(strings = {
      "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "x", "", "%00", "a.b", "AAAA=",
      "0123456789012345678901234567890123456789012345678901234567890123456789"})
  void textThatIsNoTicket_isAnsweredAsIfThereWereNone(String text) throws Exception {
    RawWebSocket.Response open = knockWith(text);
    assertThat(open.status()).isEqualTo(101);
    assertThat(open.header("Sec-WebSocket-Protocol")).containsExactly("0k.1.std1-draft");

    slotIn(knockWith(text));
    edge.watcher.await("ticket refused FORGED");
  }

  @Test
  @Tag("DOOR-4")
  void hundredTickets_costOneLook() throws Exception {
    fill();
    slotIn(knock(OURS + ", 0k-slot.x".repeat(100)));
    edge.watcher.await("ticket refused FORGED");
    edge.watcher.await("slot given");
    assertThat(edge.watcher.told).doesNotContain("ticket refused FORGED");
  }

  @Test
  @Tag("DOOR-2")
  @Tag("DOOR-4")
  void herd_comesInAtTheRateOfHandshakes_eachAtItsFirstReturn() throws Exception {
    edge.close();
    edge = new EdgeFixture(new DoorPolicy(10, 10, 10));
    for (int i = 0; i < 10; i++) {
      fill();
    }
    List<AdmissionSlot> slots = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      slots.add(slotIn(knock(OURS)));
    }
    slots.sort(Comparator.comparingLong(AdmissionSlot::afterMillis));
    long passed = 0;
    for (AdmissionSlot slot : slots) {
      edge.time.advance(slot.afterMillis() - passed);
      passed = slot.afterMillis();
      assertThat(knockWith(slot.ticket()).status()).isEqualTo(101);
    }
    assertThat(passed).isBetween(3_500L, 4_500L);
  }

  @Test
  @Tag("DOOR-2")
  void whoIsRefusedForAnotherReason_getsNoSlot() throws Exception {
    fill();
    assertThat(knock("Sec-WebSocket-Protocol: mqtt").status()).isEqualTo(400);
    assertThat(knock(OURS, "Origin: https://evil.example").status()).isEqualTo(403);
  }

  @Test
  @Tag("DOOR-6")
  @Tag("SESS-6")
  void window_growsWithTheSessions_andIsToldAgainWhenItHasDoubled() throws Exception {
    edge.close();
    edge = new EdgeFixture(new DoorPolicy(1, 1, 100));
    try (DeviceClient first = edge.member()) {
      assertThat(windowOf(first.next())).isEqualTo(1_050);
      try (DeviceClient second = edge.member(); DeviceClient third = edge.member()) {
        assertThat(List.of(windowOf(second.next()), windowOf(third.next())))
            .containsExactly(2_100, 3_150);

        edge.time.advance(WindowNews.PAUSE_MILLIS);

        assertThat(
            first.next(RelayFrame.FrameCase.NOTICE).getNotice().getReconnect().getWindowMillis())
            .isEqualTo(3_150);
      }
    }
  }

  private static int windowOf(RelayFrame welcome) {
    return welcome.getWelcome().getReconnect().getWindowMillis();
  }

  @Test
  @Tag("SESS-6")
  void everySession_isToldATimeOfItsOwnWhenTheRelayGoesDown() throws Exception {
    edge.close();
    edge = new EdgeFixture(new DoorPolicy(1, 1, 100));
    try (DeviceClient first = edge.member();
        DeviceClient second = edge.member();
        DeviceClient third = edge.member()) {
      List<DeviceClient> all = List.of(first, second, third);
      for (DeviceClient each : all) {
        assertThat(each.next().hasWelcome()).isTrue();
      }
      var unused = edge.edge().drain();
      List<Integer> times = new ArrayList<>();
      for (DeviceClient each : all) {
        times.add(
            each.next(RelayFrame.FrameCase.GO_AWAY).getGoAway().getReturnAfterMillis());
      }
      assertThat(times).doesNotHaveDuplicates()
          .allSatisfy(time -> assertThat(time).isBetween(0, 10_000));
    }
  }
}
