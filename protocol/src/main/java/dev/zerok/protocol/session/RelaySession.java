package dev.zerok.protocol.session;

import dev.zerok.protocol.channel.Channel;
import dev.zerok.protocol.channel.ChannelFrame;
import dev.zerok.protocol.channel.FrameCodec;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.error.ErrorFrames;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.noise.NoiseException;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.GoAway;
import dev.zerok.protocol.wire.GoAwayReason;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.RetryLater;
import dev.zerok.protocol.wire.RosterEntries;
import dev.zerok.protocol.wire.Welcome;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The relay's side of one connection, from handshake message 1 to the close (PROTOCOL.md § 3, § 6.1).
 *
 * <p>Give it every WebSocket message ({@link #receive}), the time ({@link #tick}) and the decisions about its events; after
 * each call send what {@link #nextMessage} gives, in that order. Every method that returns events returns {@link SessionEnded} last,
 * and nothing after it. Nothing that a peer sends makes a method throw; {@link IllegalStateException} is our own code's fault. A
 * decision that comes after the end is ignored, because the peer may have gone in between.
 *
 * <p>Single-threaded. Times are of any clock that does not go back.
 */
public final class RelaySession implements AutoCloseable {
  /** A session that ends of age gets a slot within this time. */
  static final long AGE_RETURN_WINDOW_MILLIS = 60_000;

  /** A client whose chain found no room comes back within this time, at a moment of its own. */
  static final long CHAIN_RETURN_WINDOW_MILLIS = 60_000;

  private final SessionTimings timings;
  private final RandomSource random;
  private final RelayHandshake handshake;
  private final Deadlines deadlines;
  private final ChainBudget.Share chainShare;
  private byte @Nullable [] message2;
  private long refusedAtMillis;
  private boolean ended;

  // Both from the end of the handshake on.
  private @Nullable SecureChannel channel;
  private @Nullable RelayDialogue dialogue;

  /**
   * A connection whose upgrade is done.
   *
   * @param random for the ephemeral key and the session's age; kept
   */
  public RelaySession(RelaySessionConfig config, RandomSource random, long nowMillis) {
    this.timings = config.timings();
    this.random = random;
    chainShare = config.presentedChains().share();
    handshake = new RelayHandshake(config, random);
    long youngest = timings.ageMillis() - timings.ageJitterMillis();
    long age = youngest + UniformMillis.upTo(2 * timings.ageJitterMillis(), random);
    deadlines = Deadlines.ofRelay(timings, nowMillis, age);
  }

  /** Takes one binary WebSocket message. */
  public List<RelaySessionEvent> receive(byte[] message, long nowMillis) {
    if (ended) {
      return List.of();
    }
    deadlines.heard(nowMillis);
    if (message.length > Limits.NOISE_MESSAGE_BYTES) {
      return endSilently(SessionEnded.TOO_BIG,
          "a message was over " + Limits.NOISE_MESSAGE_BYTES + " bytes");
    }
    try {
      if (dialogue != null) {
        return transportMessage(message);
      }
      return handshakeMessage(message, nowMillis);
    } catch (NoiseException unreadable) {
      // NOISE-1: whoever sent it is not known to be the peer, and is answered nothing.
      return endSilently(SessionEnded.PROTOCOL_ERROR,
          "a message did not verify: " + unreadable.reason());
    } catch (ProtocolViolation violation) {
      if (channel == null) {
        return endSilently(SessionEnded.PROTOCOL_ERROR, violation.words());
      }
      return end(RelayFrame.newBuilder().setError(ErrorFrames.of(violation)).build());
    }
  }

  /** Tells that something else than a message came, such as a pong: any byte is life (SESS-2). */
  public void heard(long nowMillis) {
    deadlines.heard(nowMillis);
  }

  /** Looks at the deadlines; to be called at {@link #nextDeadlineMillis}, or every second. */
  public List<RelaySessionEvent> tick(long nowMillis) {
    Optional<Deadlines.Passed> passed = ended ? Optional.empty() : deadlines.passed(nowMillis);
    if (passed.isEmpty()) {
      return List.of();
    }
    return switch (passed.get()) {
      case STEP -> endSilently(SessionEnded.POLICY, "the client was too slow to open its session");
      case SILENCE -> endSilently(SessionEnded.POLICY, "the client was silent for too long");
      case AGE -> end(RelayFrame.newBuilder()
          .setGoAway(GoAway.newBuilder()
              .setReason(GoAwayReason.GO_AWAY_REASON_SESSION_AGE)
              .setReturnAfterMillis((int) UniformMillis.upTo(AGE_RETURN_WINDOW_MILLIS, random)))
          .build());
    };
  }

  /** When {@link #tick} has something to do, unless more is heard; {@link Long#MAX_VALUE} after the end. */
  public long nextDeadlineMillis() {
    return ended ? Long.MAX_VALUE : deadlines.next();
  }

  /** Admits the device of HelloReceived or ChainPresented. The missing roster entries and the stream come by {@link #send}. */
  public List<RelaySessionEvent> admitted(Welcome welcome) {
    if (ended) {
      return List.of();
    }
    open().admitted(welcome);
    chainShare.giveBack();
    return send(RelayFrame.newBuilder().setWelcome(welcome).build());
  }

  /**
   * Refuses what the last event asked for, always with the same bytes (ADMIT-2). A refused Hello may be followed by one chain,
   * which may be here already; everything else is over.
   */
  public List<RelaySessionEvent> refused(long nowMillis) {
    if (ended) {
      return List.of();
    }
    RelayFrame refusal = RelayFrame.newBuilder().setError(ErrorFrames.refusal()).build();
    if (open().refused()) {
      return end(refusal);
    }
    refusedAtMillis = nowMillis;
    List<RelaySessionEvent> overflow = queue(refusal);
    return overflow.isEmpty() ? afterStep(open().presentChain()) : overflow;
  }

  /**
   * Shows the root a piece of the roster that it asked for. Behind the last piece the time for a chain begins anew (ADMIT-3).
   */
  public List<RelaySessionEvent> showRoster(RosterEntries piece, long nowMillis) {
    if (ended) {
      return List.of();
    }
    open().rosterShown(piece.getMore());
    refusedAtMillis = nowMillis;
    List<RelaySessionEvent> overflow =
        queue(RelayFrame.newBuilder().setRosterEntries(piece).build());
    return overflow.isEmpty() ? afterStep(DialogueStep.NOTHING) : overflow;
  }

  /** Admits the joiner of JoinRequested. The JOINED event comes by {@link #send}. */
  public List<RelaySessionEvent> joined() {
    if (!ended) {
      open().joined();
    }
    return List.of();
  }

  /**
   * Queues a frame for an admitted device or a joiner. A frame that by its nature ends the session (GoAway, RetryLater, an Error
   * about nothing in particular: ERR-1) ends it as {@link #end} does. A reader so slow that the frame finds no room is given up:
   * the session ends.
   */
  public List<RelaySessionEvent> send(RelayFrame frame) {
    if (ended) {
      return List.of();
    }
    open().sent(frame);
    return LastWord.is(frame) ? end(frame) : queue(frame);
  }

  /**
   * Ends the session with a last word. Control frames that wait still go out before it, bulk frames do not.
   *
   * @param last GoAway, RetryLater or an Error that ends sessions; during the handshake nothing is sent
   */
  public List<RelaySessionEvent> end(RelayFrame last) {
    return endWith(null, last);
  }

  /**
   * As {@link #end}, with a bulk frame before it that must not be overtaken: the entry that removed this device (ADMIT-5).
   */
  public List<RelaySessionEvent> endAfter(RelayFrame lastEntry, GoAway goAway) {
    return endWith(lastEntry, RelayFrame.newBuilder().setGoAway(goAway).build());
  }

  /**
   * The next WebSocket message to send, or null if nothing waits; control first. Each one must be sent, in order. Gives what is
   * left also after the end, and wipes the keys when there is nothing left.
   */
  public byte @Nullable [] nextMessage() {
    byte[] answer = message2;
    if (answer != null) {
      message2 = null;
      return answer;
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

  /** Whether the handshake is still under way: the next message may cost an agreement of keys. */
  public boolean isOpening() {
    return !ended && dialogue == null;
  }

  /** Whether the session is over. */
  public boolean ended() {
    return ended;
  }

  /** Forgets everything at once and wipes the keys; what waits is not sent. For a connection that is gone. */
  @Override
  public void close() {
    ended = true;
    message2 = null;
    dialogue = null;
    chainShare.giveBack();
    handshake.close();
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }

  private List<RelaySessionEvent> handshakeMessage(byte[] message, long nowMillis)
      throws NoiseException, ProtocolViolation {
    if (!handshake.isAnswered()) {
      message2 = handshake.answer(message);
      return List.of();
    }
    RelayHandshake.Finished finished = handshake.finish(message);
    channel = finished.channel();
    dialogue = new RelayDialogue(finished.noiseKey(), finished.handshakeHash());
    deadlines.stepEndsAt(nowMillis + timings.firstFrameMillis());
    return List.of();
  }

  private List<RelaySessionEvent> transportMessage(byte[] message)
      throws NoiseException, ProtocolViolation {
    Optional<ChannelFrame> received = secured().open(message);
    if (!fits(arriving(received))) {
      return end(retryLater());
    }
    Optional<ClientFrame> frame =
        received.isEmpty() ? Optional.empty() : FrameCodec.decodeClient(received.get());
    if (frame.isEmpty()) {
      return List.of();
    }
    if (frame.get().hasBye() && !open().awaitsFirstFrame()) {
      return endSilently(SessionEnded.NORMAL, "the client said Bye");
    }
    DialogueStep step = open().receive(frame.get());
    // Only now is it known how many entries the frame became.
    return fits(0) ? afterStep(step) : end(retryLater());
  }

  /** Whether the node has room for what this stranger's chain takes, and for so many bytes that are not part of it yet. */
  private boolean fits(int arrivingBytes) {
    return open().isMember() || chainShare.resize(open().chainCharge() + arrivingBytes);
  }

  /** Bytes of a bulk frame that is coming or has just come, before anything of it is kept. */
  private int arriving(Optional<ChannelFrame> received) {
    return received.isEmpty()
        ? secured().unfinishedBytes()
        : received.filter(frame -> frame.channel() == Channel.BULK)
            .map(frame -> frame.bytes().length)
            .orElse(0);
  }

  /** The same whatever the group: it was not even looked at (ADMIT-3). */
  private RelayFrame retryLater() {
    int afterMillis = (int) UniformMillis.upTo(CHAIN_RETURN_WINDOW_MILLIS, random);
    return RelayFrame.newBuilder()
        .setRetryLater(RetryLater.newBuilder().setAfterMillis(afterMillis))
        .build();
  }

  private List<RelaySessionEvent> afterStep(DialogueStep step) {
    if (open().awaitsChain()) {
      deadlines.stepEndsAt(refusedAtMillis + timings.admissionMillis());
    } else {
      deadlines.noStep();
    }
    return step.answer().isEmpty()
        ? step.events()
        : queue(RelayFrame.newBuilder().setError(step.answer().get()).build());
  }

  private List<RelaySessionEvent> queue(RelayFrame frame) {
    boolean queued = secured().offer(Channel.of(frame.getFrameCase()), frame.toByteString());
    return queued
        ? List.of()
        : endSilently(SessionEnded.POLICY, "the client does not read what it is sent");
  }

  private List<RelaySessionEvent> endSilently(int closeCode, String reason) {
    close();
    return List.of(new SessionEnded(closeCode, null, reason));
  }

  private List<RelaySessionEvent> endWith(@Nullable RelayFrame lastEntry, RelayFrame last) {
    if (ended) {
      return List.of();
    }
    if (!LastWord.is(last)) {
      throw new IllegalArgumentException("a session does not end with " + last.getFrameCase());
    }
    ended = true;
    dialogue = null;
    chainShare.giveBack();
    if (channel == null) {
      close();
    } else if (lastEntry == null) {
      channel.writer().endWith(last.toByteString());
    } else {
      channel.writer().endWith(lastEntry.toByteString(), last.toByteString());
    }
    return List.of(LastWord.ending(last));
  }

  private RelayDialogue open() {
    if (dialogue == null) {
      throw new IllegalStateException(
          "the handshake is not complete: nothing has been asked for yet");
    }
    return dialogue;
  }

  private SecureChannel secured() {
    if (channel == null) {
      throw new IllegalStateException("the handshake is not complete: nothing can be sent yet");
    }
    return channel;
  }
}
