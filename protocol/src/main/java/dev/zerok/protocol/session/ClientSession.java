package dev.zerok.protocol.session;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.channel.Channel;
import dev.zerok.protocol.channel.ChannelFrame;
import dev.zerok.protocol.channel.FrameCodec;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.noise.NoiseException;
import dev.zerok.protocol.session.ClientSessionEvent.FrameReceived;
import dev.zerok.protocol.session.ClientSessionEvent.RelayVerified;
import dev.zerok.protocol.wire.Bye;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.RelayFrame;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client's side of one connection, from handshake message 1 to the close (PROTOCOL.md § 3, § 6.1).
 *
 * <p>Message 1 waits in {@link #nextMessage} from the beginning. Then give it every WebSocket message ({@link #receive}) and the
 * time ({@link #tick}); after each call send what {@link #nextMessage} gives, in that order. It sends Hello or MailboxJoin by
 * itself. {@link SessionEnded} is the last event of all. Nothing that a relay sends makes a method throw; {@link
 * IllegalStateException} is our own code's fault.
 *
 * <p>Single-threaded. Times are of any clock that does not go back.
 */
public final class ClientSession implements AutoCloseable {
  /** What may wait on the control channel, in bytes. */
  public static final int QUEUED_CONTROL_BYTES = 1 << 20;

  /** What may wait on the bulk channel, in bytes; {@link #send} says when there is no room. */
  public static final int QUEUED_BULK_BYTES = 4 << 20;

  private static final String REFUSED = "the relay sent what could not be accepted: ";

  private final SessionTimings timings;
  private final SessionPurpose purpose;
  private final ClientHandshake handshake;
  private final Deadlines deadlines;
  private final ClientDialogue dialogue;
  private byte @Nullable [] handshakeMessage;
  private @Nullable SecureChannel channel; // from the end of the handshake on
  private ReconnectCause reconnectCause = new ReconnectCause.LostWithoutWord();
  private ByteString handshakeHash = ByteString.EMPTY;
  private boolean ended;

  /**
   * A connection whose upgrade is done.
   *
   * @param random for the ephemeral key
   */
  public ClientSession(ClientSessionConfig config, RandomSource random, long nowMillis) {
    timings = config.timings();
    purpose = config.purpose();
    handshake = new ClientHandshake(config, random);
    dialogue = new ClientDialogue(purpose);
    deadlines = Deadlines.ofClient(timings, nowMillis);
    handshakeMessage = handshake.message1();
  }

  /** Takes one binary WebSocket message. */
  public List<ClientSessionEvent> receive(byte[] message, long nowMillis) {
    if (ended) {
      return List.of();
    }
    deadlines.heard(nowMillis);
    if (message.length > Limits.NOISE_MESSAGE_BYTES) {
      return end(null, REFUSED + "a message over " + Limits.NOISE_MESSAGE_BYTES + " bytes");
    }
    try {
      return channel == null
          ? message2(message, nowMillis)
          : transportMessage(channel, message, nowMillis);
    } catch (NoiseException unreadable) {
      return end(null, REFUSED + unreadable.reason());
    } catch (ProtocolViolation violation) {
      return end(violation.code(), REFUSED + violation.words());
    }
  }

  /** Tells that something else than a message came, such as a ping: any byte is life (SESS-2). */
  public void heard(long nowMillis) {
    deadlines.heard(nowMillis);
  }

  /** Looks at the deadlines; to be called at {@link #nextDeadlineMillis}, or every second. */
  public List<ClientSessionEvent> tick(long nowMillis) {
    if (ended) {
      return List.of();
    }
    if (channel != null && channel.writer().queuedBulkBytes() > 0 && dialogue.awaitsVerdict()) {
      // A long chain on a slow line: the relay cannot judge what it has not got.
      deadlines.stepEndsAt(nowMillis + timings.admissionMillis());
    }
    Optional<Deadlines.Passed> passed = deadlines.passed(nowMillis);
    if (passed.isEmpty()) {
      return List.of();
    }
    return end(null, passed.get() == Deadlines.Passed.SILENCE
        ? "the relay was silent for too long"
        : "the relay was too slow to open the session");
  }

  /** When {@link #tick} has something to do, unless more is heard; {@link Long#MAX_VALUE} after the end. */
  public long nextDeadlineMillis() {
    return ended ? Long.MAX_VALUE : deadlines.next();
  }

  /**
   * Queues a frame: after Welcome Push, Ack, RosterAppend and the mailbox commands; before it only the parts of one chain, right
   * behind Hello or after the refusal, and before the chain one RosterRequest; for a joiner, after JOINED, MailboxSend and MailboxClose.
   *
   * @return false if there was no room, or the session is over: nothing was queued. Ask again after sending some messages.
   * @throws IllegalStateException if the frame may not be sent now
   */
  public boolean send(ClientFrame frame, long nowMillis) {
    if (ended) {
      return false;
    }
    if (channel == null) {
      throw new IllegalStateException("the handshake is not complete: nothing can be sent yet");
    }
    dialogue.send(frame);
    boolean queued = channel.offer(Channel.of(frame.getFrameCase()), frame.toByteString());
    if (queued) {
      dialogue.sent(frame);
      watchVerdict(nowMillis);
    }
    return queued;
  }

  /** Ends the session politely: control frames that wait still go out, then Bye. Bulk frames that wait do not. */
  public List<ClientSessionEvent> bye() {
    if (ended) {
      return List.of();
    }
    ended = true;
    handshake.close();
    if (channel != null) {
      channel.writer()
          .endWith(
              ClientFrame.newBuilder().setBye(Bye.getDefaultInstance()).build().toByteString());
    }
    return List.of(new SessionEnded(SessionEnded.NORMAL, null, "we said Bye"));
  }

  /**
   * The next WebSocket message to send, or null if nothing waits; control first. Each one must be sent, in order. Gives what is
   * left also after the end, and wipes the keys when there is nothing left.
   */
  public byte @Nullable [] nextMessage() {
    byte[] first = handshakeMessage;
    if (first != null) {
      handshakeMessage = null;
      return first;
    }
    byte[] message = channel == null ? null : channel.nextMessage();
    if (message == null && ended) {
      close();
    }
    return message;
  }

  /** Bytes that wait to be sent, with a charge for each frame. */
  public long queuedBytes() {
    return channel == null ? 0 : channel.writer().queuedBytes();
  }

  /** What names this session and no other, 32 bytes; empty before the end of the handshake. */
  public ByteString handshakeHash() {
    return handshakeHash;
  }

  /** Whether the session is over. */
  public boolean ended() {
    return ended;
  }

  /** After the end: what {@link Reconnect} wants to know about it. */
  public ReconnectCause reconnectCause() {
    return reconnectCause;
  }

  /** Forgets everything at once and wipes the keys; what waits is not sent. For a connection that is gone. */
  @Override
  public void close() {
    ended = true;
    handshakeMessage = null;
    handshake.close();
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }

  private List<ClientSessionEvent> message2(byte[] message, long nowMillis)
      throws NoiseException, ProtocolViolation {
    ClientHandshake.Finished finished = handshake.finish(message);
    handshakeMessage = finished.message3();
    channel = finished.channel();
    handshakeHash = finished.handshakeHash();
    channel.offer(Channel.CONTROL, ClientDialogue.firstFrame(purpose).toByteString());
    watchVerdict(nowMillis);
    return List.of(new RelayVerified(finished.relay()));
  }

  private List<ClientSessionEvent> transportMessage(SecureChannel secured, byte[] message,
      long nowMillis)
      throws NoiseException, ProtocolViolation {
    Optional<ChannelFrame> received = secured.open(message);
    Optional<RelayFrame> frame =
        received.isEmpty() ? Optional.empty() : FrameCodec.decodeRelay(received.get());
    if (frame.isEmpty()) {
      return List.of();
    }
    boolean last = dialogue.receive(frame.get());
    watchVerdict(nowMillis);
    FrameReceived event = new FrameReceived(frame.get());
    if (!last) {
      return List.of(event);
    }
    reconnectCause = ReconnectCause.of(frame.get());
    close();
    SessionEnded said = LastWord.ending(frame.get());
    return List.of(event,
        new SessionEnded(SessionEnded.NORMAL, said.code(),
            "the relay ended the session: " + said.reason()));
  }

  private void watchVerdict(long nowMillis) {
    if (dialogue.awaitsVerdict()) {
      deadlines.stepEndsAt(nowMillis + timings.admissionMillis());
    } else {
      deadlines.noStep();
    }
  }

  private List<ClientSessionEvent> end(@Nullable ErrorCode code, String reason) {
    close();
    return List.of(new SessionEnded(SessionEnded.NORMAL, code, reason));
  }
}
