package dev.zerok.relay.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.session.Features;
import dev.zerok.protocol.session.SessionPurpose;
import dev.zerok.protocol.wire.CaughtUp;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.DeviceWatermark;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.Presence;
import dev.zerok.protocol.wire.Pull;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.Signal;
import dev.zerok.protocol.wire.Watermarks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When news, signals and pulled blobs leave on a real socket. */
class NewsSocketTest {
  private static final int SMALL_BUFFER = 8_192;

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
  @Tag("PRES-3")
  void presence_comesAtOnceAndThenOnceASecondAtMost() throws Exception {
    edge.router.presence.add(presence(1));
    edge.router.presence.add(presence(2));
    try (DeviceClient device = edge.member()) {
      assertThat(device.nextOfAny().hasWelcome()).isTrue();
      assertThat(next(device, 2)).containsExactlyInAnyOrder(presence(1), caughtUp(0, false));
      assertNothingWaits(device);
      edge.time.advance(999);
      assertNothingWaits(device);

      edge.time.advance(1);

      assertThat(device.nextOfAny()).isEqualTo(presence(2));
    }
  }

  @Test
  @Tag("WMARK-2")
  void watermarks_comeAtOnceAndThenEveryThreeSecondsAtMost() throws Exception {
    edge.router.watermarks.add(watermarks(1));
    edge.router.watermarks.add(watermarks(2));
    edge.router.append(100);
    try (DeviceClient device = edge.member()) {
      assertThat(device.nextOfAny().hasWelcome()).isTrue();
      // On a channel of their own they may overtake what was queued before them on the other.
      assertThat(next(device, 3)).contains(watermarks(1), caughtUp(1, false));
      edge.time.advance(2_999);
      assertNothingWaits(device);

      edge.time.advance(1);

      assertThat(device.nextOfAny()).isEqualTo(watermarks(2));
    }
  }

  @Test
  @Tag("PULL-2")
  void pulledSession_getsWhatItPullsAndNoMore() throws Exception {
    KeyPair key = edge.newKey();
    edge.router.addMember(ByteString.copyFrom(key.publicKey()));
    for (int i = 0; i < 3; i++) {
      edge.router.append(100);
    }
    Hello hello = DeviceClient.hello(EdgeFixture.GROUP)
        .toBuilder()
        .setFeatures(Features.PULL)
        .build();
    try (DeviceClient device = edge.connect(key, hello)) {
      assertThat(device.next().hasWelcome()).isTrue();
      device.send(pull(2));
      assertThat(device.next().getDeliver().getCursor()).isEqualTo(1);
      assertThat(device.next().getDeliver().getCursor()).isEqualTo(2);
      assertThat(device.next()).isEqualTo(caughtUp(2, true));
      device.send(pull(2));
      assertThat(device.next().getDeliver().getCursor()).isEqualTo(3);
      assertThat(device.next()).isEqualTo(caughtUp(3, false));
      edge.router.append(100);
      assertNothingWaits(device);
      device.send(pull(1));
      assertThat(device.next().getDeliver().getCursor()).isEqualTo(4);
      assertThat(device.next()).isEqualTo(caughtUp(4, false));
    }
  }

  @Test
  @Tag("SIGNAL-4")
  void signals_areDroppedForWhoDoesNotRead_andHarmNobodyElse() throws Exception {
    KeyPair key = edge.newKey();
    edge.router.addMember(ByteString.copyFrom(key.publicKey()));
    RawWebSocket socket = new RawWebSocket(edge.port(), SMALL_BUFFER);
    assertThat(socket.upgrade("Sec-WebSocket-Protocol: 0k.1.std1-draft").status()).isEqualTo(101);
    Hello hello = DeviceClient.hello(EdgeFixture.GROUP)
        .toBuilder()
        .setReceiveWindow(Limits.MAX_RECEIVE_WINDOW_BYTES)
        .build();
    try (DeviceClient sleeper = edge.connect(socket, key, new SessionPurpose.SyncGroup(hello));
        DeviceClient sender = edge.member();
        DeviceClient reader = edge.member()) {
      assertThat(sleeper.next().hasWelcome()).isTrue();
      assertThat(sender.next().hasWelcome()).isTrue();
      assertThat(reader.next().hasWelcome()).isTrue();
      assertThat(reader.next().hasCaughtUp()).isTrue();
      for (int cursor = 1; cursor <= 40; cursor++) {
        edge.router.append(500_000); // from here on the sleeper reads nothing
        assertThat(reader.next().getDeliver().getCursor()).isEqualTo(cursor);
        reader.send(DeviceClient.ack(cursor));
      }
      Signal signal = Signal.newBuilder()
          .setEpoch(1)
          .setPayload(ByteString.copyFrom(new byte[Limits.PAYLOAD_FLOOR_BYTES]))
          .build();

      sender.send(ClientFrame.newBuilder().setSignal(signal).build());

      assertThat(reader.next().getSignalFrom().getPayload()).isEqualTo(signal.getPayload());
      edge.watcher.await("signal skipped");
    }
  }

  private static List<RelayFrame> next(DeviceClient device, int frames) throws IOException {
    List<RelayFrame> next = new ArrayList<>();
    for (int i = 0; i < frames; i++) {
      next.add(device.nextOfAny());
    }
    return next;
  }

  /** A mailbox command is answered at once: nothing may come before its answer. */
  private static void assertNothingWaits(DeviceClient device) throws IOException {
    device.send(DeviceClient.mailboxOpen());
    assertThat(device.nextOfAny().hasMailboxMessage()).isTrue();
  }

  private static RelayFrame presence(int device) {
    return RelayFrame.newBuilder()
        .setPresence(Presence.newBuilder().addOnline(id(device)))
        .build();
  }

  private static RelayFrame watermarks(int device) {
    return RelayFrame.newBuilder()
        .setWatermarks(Watermarks.newBuilder()
            .addDevices(DeviceWatermark.newBuilder().setDeviceId(id(device)).setApplied(1)))
        .build();
  }

  private static RelayFrame caughtUp(long cursor, boolean more) {
    return RelayFrame.newBuilder()
        .setCaughtUp(CaughtUp.newBuilder().setCursor(cursor).setMore(more))
        .build();
  }

  private static ClientFrame pull(int blobs) {
    return ClientFrame.newBuilder().setPull(Pull.newBuilder().setMaxBlobs(blobs)).build();
  }

  private static ByteString id(int number) {
    byte[] id = new byte[16];
    id[0] = (byte) number;
    return ByteString.copyFrom(id);
  }
}
