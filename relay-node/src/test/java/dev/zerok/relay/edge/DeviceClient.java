package dev.zerok.relay.edge;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.crypto.provider.Providers;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.session.ClientSession;
import dev.zerok.protocol.session.ClientSessionConfig;
import dev.zerok.protocol.session.ClientSessionEvent;
import dev.zerok.protocol.session.SessionEnded;
import dev.zerok.protocol.session.SessionPurpose;
import dev.zerok.protocol.wire.Ack;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.MailboxOpen;
import dev.zerok.protocol.wire.Push;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.RosterPresent;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/** A device's session on a real socket: blocking, one thread. */
public final class DeviceClient implements AutoCloseable {
  public static final Crypto CRYPTO = Providers.bouncyCastle();
  public static final int WINDOW = 1 << 20;

  private static final long NOW = 1_000;
  private static final long UNIX_SECONDS = 1_800_000_000;

  private final RawWebSocket socket;
  private final ClientSession session;
  private final Queue<RelayFrame> frames = new ArrayDeque<>();
  private boolean verified;

  public DeviceClient(
      RawWebSocket socket, ByteString relayIdentity, KeyPair noise, SessionPurpose purpose,
      RandomSource random)
      throws IOException {
    this.socket = socket;
    this.session =
        new ClientSession(
            ClientSessionConfig.standard(CRYPTO, noise, relayIdentity, purpose, UNIX_SECONDS),
            random, NOW);
    flush();
  }

  /** A Hello of a device that has nothing yet. */
  public static Hello hello(GroupId group) {
    return Hello.newBuilder()
        .setGroupId(group.bytes())
        .setStoreIncarnation(ByteString.copyFrom(new byte[16]))
        .setReceiveWindow(WINDOW)
        .build();
  }

  public static ClientFrame push(long seq, int payloadBytes) {
    Push push =
        Push.newBuilder()
            .setDeviceSeq(seq)
            .setKindValue(1)
            .setEpoch(1)
            .setPayload(ByteString.copyFrom(new byte[payloadBytes]))
            .build();
    return ClientFrame.newBuilder().setPush(push).build();
  }

  public static ClientFrame present(List<RosterEntry> chain, String token) {
    RosterPresent present =
        RosterPresent.newBuilder()
            .addAllEntries(chain)
            .setAccessToken(ByteString.copyFromUtf8(token))
            .build();
    return ClientFrame.newBuilder().setRosterPresent(present).build();
  }

  public static ClientFrame ack(long received) {
    return ClientFrame.newBuilder()
        .setAck(Ack.newBuilder().setReceived(received).setApplied(received))
        .build();
  }

  public static ClientFrame mailboxOpen() {
    return ClientFrame.newBuilder()
        .setMailboxOpen(MailboxOpen.newBuilder().setMailboxId(ByteString.copyFrom(new byte[16])))
        .build();
  }

  /** The next frame from the relay; waits for it. What it tells by itself of other devices is passed over. */
  public RelayFrame next() throws IOException {
    RelayFrame frame = nextOfAny();
    while (frame.hasPresence() || frame.hasWatermarks()) {
      frame = nextOfAny();
    }
    return frame;
  }

  /** The next frame of that kind; others before it are passed over. */
  public RelayFrame next(RelayFrame.FrameCase kind) throws IOException {
    RelayFrame frame = nextOfAny();
    while (frame.getFrameCase() != kind) {
      frame = nextOfAny();
    }
    return frame;
  }

  /** The next frame, whatever it is. */
  public RelayFrame nextOfAny() throws IOException {
    while (frames.isEmpty()) {
      take(socket.readMessage());
    }
    return frames.remove();
  }

  private void take(byte[] message) throws IOException {
    for (ClientSessionEvent event : session.receive(message, NOW)) {
      switch (event) {
        case ClientSessionEvent.RelayVerified relay -> verified = true;
        case ClientSessionEvent.FrameReceived received -> frames.add(received.frame());
        case SessionEnded ended -> {
          if (frames.isEmpty()) {
            throw new EOFException(ended.reason());
          }
        }
      }
    }
    flush();
  }

  /** Reads until the relay has proved who it is. */
  public void awaitRelay() throws IOException {
    while (!verified) {
      take(socket.readMessage());
    }
  }

  public void send(ClientFrame frame) throws IOException {
    if (!session.send(frame, NOW)) {
      throw new IllegalStateException("no room for " + frame.getFrameCase());
    }
    flush();
  }

  private void flush() throws IOException {
    for (byte[] message = session.nextMessage(); message != null; message = session.nextMessage()) {
      socket.sendMessage(message);
    }
  }

  public RawWebSocket socket() {
    return socket;
  }

  @Override
  public void close() throws IOException {
    session.close();
    socket.close();
  }
}
