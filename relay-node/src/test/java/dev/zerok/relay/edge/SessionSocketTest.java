package dev.zerok.relay.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ErrorFrames;
import dev.zerok.protocol.id.MailboxId;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.session.SessionPurpose;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.Deliver;
import dev.zerok.protocol.wire.GoAwayReason;
import dev.zerok.protocol.wire.MailboxEvent;
import dev.zerok.protocol.wire.MailboxOpen;
import dev.zerok.protocol.wire.MailboxSend;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.RosterEntries;
import dev.zerok.protocol.wire.RosterEntry;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Sessions through the real socket. */
class SessionSocketTest {
  private static final MailboxId MAILBOX =
      MailboxId.of(new byte[]{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});

  private EdgeFixture edge;

  @BeforeEach
  void start() throws Exception {
    edge = new EdgeFixture();
  }

  @AfterEach
  void stop() throws Exception {
    edge.close();
  }

  private DeviceClient caughtUpMember() throws IOException {
    DeviceClient device = edge.member();
    assertThat(device.next().hasWelcome()).isTrue();
    assertThat(device.next().hasCaughtUp()).isTrue();
    return device;
  }

  @Test
  void push_reachesTheOtherDeviceAndIsAcknowledged() throws Exception {
    try (DeviceClient sender = caughtUpMember();
        DeviceClient receiver = caughtUpMember()) {
      sender.send(DeviceClient.push(1, 1_000));
      assertThat(sender.next().getPushAck().getCursor()).isEqualTo(1);
      Deliver deliver = receiver.next().getDeliver();
      assertThat(deliver.getCursor()).isEqualTo(1);
      assertThat(deliver.getPayload()).isEqualTo(ByteString.copyFrom(new byte[1_000]));
      receiver.send(DeviceClient.ack(1));
      awaitSeen("ack 1 1");
    }
  }

  @Test
  @Tag("DELIV-4")
  void backlog_comesWholeBeforeCaughtUp_andLiveFollows() throws Exception {
    for (int i = 0; i < 5; i++) {
      edge.router.append(200_000);
    }
    try (DeviceClient device = edge.member()) {
      assertThat(device.next().getWelcome().getHeadCursor()).isEqualTo(5);
      for (int cursor = 1; cursor <= 5; cursor++) {
        assertThat(device.next().getDeliver().getCursor()).isEqualTo(cursor);
        device.send(DeviceClient.ack(cursor));
      }
      assertThat(device.next().getCaughtUp().getCursor()).isEqualTo(5);
      edge.router.append(10);
      assertThat(device.next().getDeliver().getCursor()).isEqualTo(6);
    }
  }

  @Test
  @Tag("DELIV-3")
  void stream_stopsAtTheReceiveWindowUntilAcknowledged() throws Exception {
    KeyPair key = edge.newKey();
    edge.router.addMember(ByteString.copyFrom(key.publicKey()));
    for (int i = 0; i < 4; i++) {
      edge.router.append(40_000);
    }
    var hello = DeviceClient.hello(EdgeFixture.GROUP)
        .toBuilder()
        .setReceiveWindow(Limits.MIN_RECEIVE_WINDOW_BYTES)
        .build();
    try (DeviceClient device = edge.connect(key, hello)) {
      assertThat(device.next().hasWelcome()).isTrue();
      for (int cursor = 1; cursor <= 4; cursor++) {
        assertThat(device.next().getDeliver().getCursor()).isEqualTo(cursor);
        assertThat(edge.watcher.deliveredBytes.get()).isEqualTo(cursor * 40_000L);
        device.send(DeviceClient.ack(cursor));
      }
    }
  }

  @Test
  @Tag("REC-2")
  void pushAck_overtakesALargeDeliver() throws Exception {
    try (DeviceClient device = caughtUpMember()) {
      edge.router.append(1_000_000);
      edge.router.append(1_000_000);
      device.send(DeviceClient.push(1, 500));
      // The first blob may be on its way already; the second waits for window or queue room behind it.
      RelayFrame first = device.next();
      RelayFrame second = device.next();
      assertThat(first.hasPushAck() || second.hasPushAck()).isTrue();
    }
  }

  @Test
  @Tag("ADMIT-2")
  @Tag("ADMIT-3")
  void stranger_getsTheOneRefusalTwice_andIsClosedWith1008() throws Exception {
    try (DeviceClient stranger = edge.connect(edge.newKey())) {
      RelayFrame refusal = RelayFrame.newBuilder().setError(ErrorFrames.refusal()).build();
      assertThat(stranger.next()).isEqualTo(refusal);
      stranger.send(present("wrong"));
      assertThat(stranger.next()).isEqualTo(refusal);
      assertThat(stranger.socket().awaitEnd().closeCode()).isEqualTo(1008);
    }
  }

  @Test
  @Tag("ADMIT-3")
  void stranger_whoPresentsAnAcceptedChain_isWelcome() throws Exception {
    try (DeviceClient founder = edge.connect(edge.newKey())) {
      assertThat(founder.next().hasError()).isTrue();
      founder.send(present("let me in"));
      assertThat(founder.next().hasWelcome()).isTrue();
    }
  }

  private static ClientFrame present(String token) {
    RosterEntry entry =
        RosterEntry.newBuilder()
            .setBody(ByteString.copyFromUtf8("x"))
            .setSignature(ByteString.copyFrom(new byte[64]))
            .build();
    return DeviceClient.present(List.of(entry), token);
  }

  @Test
  @Tag("WS-4")
  void stranger_whoPresentsNothing_isClosedAtTheDeadline() throws Exception {
    try (DeviceClient stranger = edge.connect(edge.newKey())) {
      assertThat(stranger.next().hasError()).isTrue();
      edge.time.advance(Limits.ADMISSION_MILLIS + 1);
      assertThat(stranger.socket().awaitEnd().closeCode()).isEqualTo(1008);
    }
  }

  @Test
  void busyRelay_saysWhenToComeBack() throws Exception {
    edge.router.beBusy();
    try (DeviceClient device = edge.member()) {
      assertThat(device.next().getRetryLater().getAfterMillis()).isEqualTo(1_234);
      assertThat(device.socket().awaitEnd().closeCode()).isEqualTo(1000);
    }
  }

  @Test
  @Tag("PUSH-6")
  void refusedPush_isAnsweredByErrorWithItsSequence() throws Exception {
    try (DeviceClient device = caughtUpMember()) {
      ClientFrame push = DeviceClient.push(7, 300);
      device.send(push.toBuilder().setPush(push.getPush().toBuilder().setEpoch(2)).build());
      assertThat(device.next().getError())
          .isEqualTo(ErrorFrames.forPush(ErrorCode.STALE_EPOCH, 7, 0));
    }
  }

  @Test
  @Tag("ADMIT-5")
  void removedDevice_getsItsRemoval_thenGoAway_thenTheClose() throws Exception {
    KeyPair key = edge.newKey();
    edge.router.addMember(ByteString.copyFrom(key.publicKey()));
    RelayFrame removal =
        RelayFrame.newBuilder().setRosterEntries(RosterEntries.getDefaultInstance()).build();
    try (DeviceClient device = edge.connect(key)) {
      assertThat(device.next().hasWelcome()).isTrue();
      assertThat(device.next().hasCaughtUp()).isTrue();
      edge.router.evict(ByteString.copyFrom(key.publicKey()), removal,
          GoAwayReason.GO_AWAY_REASON_REMOVED);
      assertThat(device.next()).isEqualTo(removal);
      assertThat(device.next().getGoAway().getReason())
          .isEqualTo(GoAwayReason.GO_AWAY_REASON_REMOVED);
      assertThat(device.socket().awaitEnd().closeCode()).isEqualTo(1000);
    }
    try (DeviceClient again = edge.connect(key)) {
      assertThat(again.next().getError()).isEqualTo(ErrorFrames.refusal());
    }
  }

  @Test
  @Tag("SESS-4")
  void secondSessionOfADevice_displacesTheFirst() throws Exception {
    KeyPair key = edge.newKey();
    edge.router.addMember(ByteString.copyFrom(key.publicKey()));
    try (DeviceClient first = edge.connect(key)) {
      assertThat(first.next().hasWelcome()).isTrue();
      assertThat(first.next().hasCaughtUp()).isTrue();
      try (DeviceClient second = edge.connect(key)) {
        assertThat(second.next().hasWelcome()).isTrue();
        assertThat(first.next().getGoAway().getReason())
            .isEqualTo(GoAwayReason.GO_AWAY_REASON_REPLACED);
        edge.router.append(5);
        assertThat(second.next().hasCaughtUp()).isTrue();
        assertThat(second.next().getDeliver().getCursor()).isEqualTo(1);
      }
    }
  }

  @Test
  @Tag("SESS-2")
  void relay_pingsWithin30Seconds_andCutsAPeerThatStaysSilent() throws Exception {
    try (DeviceClient device = caughtUpMember()) {
      edge.time.advance(30_001);
      assertThat(device.socket().readFrame().opcode()).isEqualTo(RawWebSocket.PING);
      edge.time.advance(75_000);
      edge.watcher.await("session closed");
      device.socket().awaitEnd();
    }
  }

  @Test
  @Tag("SESS-6")
  void drain_saysGoAwayToEverySession_andCompletesWhenAllAreGone() throws Exception {
    try (DeviceClient one = caughtUpMember();
        DeviceClient two = caughtUpMember()) {
      var drained = edge.edge().drain().toCompletionStage().toCompletableFuture();
      for (DeviceClient device : new DeviceClient[]{one, two}) {
        assertThat(device.next().getGoAway().getReason())
            .isEqualTo(GoAwayReason.GO_AWAY_REASON_SHUTDOWN);
        assertThat(device.socket().awaitEnd().closeCode()).isEqualTo(1000);
      }
      drained.get(EdgeFixture.PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThatThrownBy(() -> RawWebSocket.open(edge.port())).isInstanceOf(IOException.class);
    }
  }

  @Test
  @Tag("MBX-2")
  void mailbox_connectsOpenerAndJoiner() throws Exception {
    try (DeviceClient opener = caughtUpMember()) {
      MailboxOpen open =
          MailboxOpen.newBuilder().setMailboxId(MAILBOX.bytes()).setTtlSeconds(60).build();
      opener.send(ClientFrame.newBuilder().setMailboxOpen(open).build());
      assertThat(opener.next().getMailboxMessage().getEvent())
          .isEqualTo(MailboxEvent.MAILBOX_EVENT_OPENED);
      try (DeviceClient joiner = join()) {
        assertThat(opener.next().getMailboxMessage().getEvent())
            .isEqualTo(MailboxEvent.MAILBOX_EVENT_JOINED);
        assertThat(joiner.next().getMailboxMessage().getEvent())
            .isEqualTo(MailboxEvent.MAILBOX_EVENT_JOINED);
        MailboxSend send =
            MailboxSend.newBuilder()
                .setMailboxId(MAILBOX.bytes())
                .setBody(ByteString.copyFromUtf8("hi"))
                .build();
        joiner.send(ClientFrame.newBuilder().setMailboxSend(send).build());
        assertThat(opener.next().getMailboxMessage().getBody().toStringUtf8()).isEqualTo("hi");
        try (DeviceClient second = join()) {
          assertThat(second.next().getError()).isEqualTo(ErrorFrames.refusal());
          assertThat(second.socket().awaitEnd().closeCode()).isEqualTo(1008);
        }
      }
      assertThat(opener.next().getMailboxMessage().getEvent())
          .isEqualTo(MailboxEvent.MAILBOX_EVENT_CLOSED);
    }
  }

  private DeviceClient join() throws IOException {
    return edge.connect(RawWebSocket.open(edge.port()), edge.newKey(),
        new SessionPurpose.JoinMailbox(MAILBOX));
  }

  @Test
  void connectionThatVanishes_isDetachedFromItsGroup() throws Exception {
    DeviceClient device = caughtUpMember();
    device.socket().close();
    awaitSeen("detach");
    edge.watcher.await("session closed");
    edge.watcher.await("closed");
    assertThat(edge.watcher.open).hasValue(0);
  }

  private void awaitSeen(String line) throws InterruptedException {
    String next;
    do {
      next = edge.router.seen.poll(EdgeFixture.PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(next).as("still waiting for '%s'", line).isNotNull();
    } while (!line.equals(next));
  }
}
