package dev.zerok.relay.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.session.SessionPurpose;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.RosterPresent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a node holds for those who take and do not give. */
class SlowReaderTest {
  private static final int SMALL_BUFFER = 8_192;
  private static final int BLOB = 500_000;
  private static final int FEW = 256;

  @Test
  @Tag("WS-5")
  void readerThatNeverReads_costsABoundedAmount_andIsCutAtTheStallLimit() throws Exception {
    try (EdgeFixture edge = new EdgeFixture();
        DeviceClient bystander = edge.member()) {
      assertThat(bystander.next().hasWelcome()).isTrue();
      assertThat(bystander.next().hasCaughtUp()).isTrue();
      KeyPair key = edge.newKey();
      edge.router.addMember(ByteString.copyFrom(key.publicKey()));
      RawWebSocket socket = new RawWebSocket(edge.port(), SMALL_BUFFER);
      assertThat(socket.upgrade("Sec-WebSocket-Protocol: 0k.1.std1-draft").status()).isEqualTo(101);
      var hello =
          DeviceClient.hello(EdgeFixture.GROUP)
              .toBuilder()
              .setReceiveWindow(Limits.MAX_RECEIVE_WINDOW_BYTES)
              .build();
      try (DeviceClient sleeper = edge.connect(socket, key, new SessionPurpose.SyncGroup(hello))) {
        assertThat(sleeper.next().hasWelcome()).isTrue();
        // From here on it reads nothing, while 60 blobs of half a megabyte arrive for everybody.
        for (int cursor = 1; cursor <= 60; cursor++) {
          edge.router.append(500_000);
          assertThat(bystander.next().getDeliver().getCursor()).isEqualTo(cursor);
          bystander.send(DeviceClient.ack(cursor));
        }
        long sleepersShare = edge.watcher.deliveredBytes.get() - 60L * 500_000;
        assertThat(sleepersShare).isLessThan(16_000_000); // socket buffers of the system and one piece
        edge.time.advance(30_001);
        edge.watcher.await("cut STALLED");
        edge.watcher.await("session closed");
      }
      edge.router.append(100);
      assertThat(bystander.next().getDeliver().getCursor()).isEqualTo(61);
    }
  }

  @Test
  @Tag("WS-5")
  @Timeout(60)
  void readerThatIsSlowButTakesBytesAllTheTime_isNotCut() throws Exception {
    TightTransport transport = new TightTransport();
    try (EdgeFixture edge = new EdgeFixture(transport)) {
      KeyPair key = edge.newKey();
      edge.router.addMember(ByteString.copyFrom(key.publicKey()));
      RawWebSocket socket = new RawWebSocket(edge.port(), SMALL_BUFFER);
      assertThat(socket.upgrade("Sec-WebSocket-Protocol: 0k.1.std1-draft").status()).isEqualTo(101);
      try (DeviceClient slow =
          edge.connect(
              socket, key, new SessionPurpose.SyncGroup(DeviceClient.hello(EdgeFixture.GROUP)))) {
        assertThat(slow.next().hasWelcome()).isTrue();
        assertThat(slow.next().hasCaughtUp()).isTrue();
        edge.router.append(BLOB);
        while (transport.waiting() < EdgeConfig.WRITE_QUEUE_BYTES * 3 / 4) {
          Thread.onSpinWait();
        }
        int read = 0;
        for (int step = 0; step < 3; step++) {
          long before = transport.waiting();
          while (transport.waiting() >= before) {
            socket.skip(FEW);
            read += FEW;
          }
          edge.time.advance(20_000);
        }
        socket.skip(BLOB - read); // a socket that was cut would end before
        assertThat(edge.watcher.told).doesNotContain("cut STALLED");
      }
    }
  }

  @Test
  void fullNode_closesNewSocketsAtOnce_andTakesThemAgainWhenOneLeft() throws Exception {
    try (EdgeFixture edge = new EdgeFixture(config -> withLimits(config, 2, 2))) {
      RawWebSocket one = RawWebSocket.open(edge.port());
      try (RawWebSocket two = RawWebSocket.open(edge.port());
          RawWebSocket three = new RawWebSocket(edge.port())) {
        assertThat(three.awaitEnd().closeCode()).isEqualTo(RawWebSocket.Ending.NO_CODE);
        edge.watcher.await("cut FULL");
        one.close();
        edge.watcher.await("closed");
        try (RawWebSocket four = RawWebSocket.open(edge.port())) {
          assertThat(edge.watcher.open).hasValue(2);
        }
      }
    }
  }

  @Test
  void strangers_cannotTakeThePlacesOfAdmittedDevices() throws Exception {
    try (EdgeFixture edge = new EdgeFixture(config -> withLimits(config, 10, 2))) {
      List<DeviceClient> members = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        DeviceClient member = edge.member();
        assertThat(member.next().hasWelcome()).isTrue();
        members.add(member);
      }
      try (RawWebSocket one = RawWebSocket.open(edge.port());
          RawWebSocket two = RawWebSocket.open(edge.port());
          RawWebSocket three = new RawWebSocket(edge.port())) {
        assertThat(three.awaitEnd().closeCode()).isEqualTo(RawWebSocket.Ending.NO_CODE);
      }
      for (DeviceClient member : members) {
        member.close();
      }
    }
  }

  @Test
  void strangersTogether_cannotMakeTheNodeHoldMoreThanItsBound() throws Exception {
    try (EdgeFixture edge = new EdgeFixture(config -> withLimits(config, 10, 10, 300_000));
        DeviceClient one = edge.connect(edge.newKey());
        DeviceClient two = edge.connect(edge.newKey())) {
      assertThat(one.next().hasError()).isTrue();
      assertThat(two.next().hasError()).isTrue();
      one.send(partOfAChain(200_000));
      two.send(partOfAChain(200_000));
      edge.watcher.await("ended 1000"); // one of them was told to come later
      one.close();
      two.close();
      edge.watcher.await("closed");
      edge.watcher.await("closed");
      try (DeviceClient member = edge.member()) {
        assertThat(member.next().hasWelcome()).isTrue();
      }
    }
  }

  private static ClientFrame partOfAChain(int bytes) {
    RosterEntry entry =
        RosterEntry.newBuilder()
            .setBody(ByteString.copyFrom(new byte[bytes]))
            .setSignature(ByteString.copyFrom(new byte[64]))
            .build();
    RosterPresent part = RosterPresent.newBuilder().addEntries(entry).setMore(true).build();
    return ClientFrame.newBuilder().setRosterPresent(part).build();
  }

  private static EdgeConfig withLimits(EdgeConfig config, int connections, int unadmitted) {
    return withLimits(config, connections, unadmitted, config.maxUnadmittedBytes());
  }

  private static EdgeConfig withLimits(EdgeConfig config, int connections, int unadmitted,
      long unadmittedBytes) {
    return new EdgeConfig(
        config.host(),
        config.port(),
        config.allowedOrigins(),
        connections,
        unadmitted, unadmittedBytes, config.timings(),
        config.upgradeDeadline(),
        config.stallLimit(),
        config.closeLimit(),
        config.pingInterval(),
        config.pingJitter(),
        config.addresses());
  }
}
