package dev.zerok.protocol.noise;

import static dev.zerok.protocol.noise.NoiseProtocol.MAX_MESSAGE_LENGTH;

import dev.zerok.protocol.crypto.RandomSource;
import java.util.Optional;

/**
 * One side of a Noise handshake (Noise §5.3), consumed by {@link #split}.
 *
 * <p>The two sides {@link #write} and {@link #read} in turn until {@link #isComplete}. A bad message ends the handshake: the
 * {@link NoiseException} says why, all keys are wiped, and every later call is an {@link IllegalStateException}. So is any call
 * that our own code makes out of turn.
 *
 * <p>The peer's static key stands in {@link #remoteStatic} as soon as its message was read. In XX it is proven to belong to the peer
 * who sent the message only as far as Noise §7.7 says; in particular, a client checks the relay's identity after reading message
 * 2 and before writing message 3.
 *
 * <p>Threads: confined to one at a time.
 */
public final class Handshake implements AutoCloseable {
  private enum Phase {
    RUNNING,
    COMPLETE,
    OVER
  }

  private final NoisePattern pattern;
  private final boolean initiator;
  private final HandshakeState state;
  private int nextMessage;
  private Phase phase = Phase.RUNNING;

  private Handshake(
      NoiseProtocol protocol, boolean initiator, HandshakeKeys keys, byte[] prologue,
      RandomSource random) {
    this.pattern = protocol.pattern();
    this.initiator = initiator;
    this.state = new HandshakeState(protocol, initiator, keys, prologue, random);
  }

  /**
   * The side that writes first.
   *
   * @param prologue what both sides must have seen alike (Noise §6); hashed, not sent
   * @param random asked once, for the ephemeral private key, when it is first needed
   * @throws IllegalArgumentException if the keys are not those that the pattern needs
   */
  public static Handshake initiator(
      NoiseProtocol protocol, HandshakeKeys keys, byte[] prologue, RandomSource random) {
    return new Handshake(protocol, true, keys, prologue, random);
  }

  /** The side that reads first; arguments as for {@link #initiator}. */
  public static Handshake responder(
      NoiseProtocol protocol, HandshakeKeys keys, byte[] prologue, RandomSource random) {
    return new Handshake(protocol, false, keys, prologue, random);
  }

  /**
   * Our next message.
   *
   * @param payload sent with it: in the clear until the first DH, encrypted after
   * @throws NoiseException {@code BAD_KEY} if the peer's key turns out to be of small order
   * @throws IllegalArgumentException if the message would be longer than 65 535 bytes; the handshake is over then, too
   * @throws IllegalStateException if it is not our turn or the handshake is over or complete
   */
  public byte[] write(byte[] payload) throws NoiseException {
    requireRunning();
    if (!myTurn()) {
      throw new IllegalStateException(
          "it is the peer's turn to send handshake message " + (nextMessage + 1));
    }
    boolean done = false;
    try {
      byte[] message = state.write(nextMessage, payload);
      if (message.length > MAX_MESSAGE_LENGTH) {
        throw new IllegalArgumentException(
            "a handshake message of " + message.length + " bytes is too long");
      }
      done = true;
      advance();
      return message;
    } finally {
      endUnless(done);
    }
  }

  /**
   * Reads the peer's next message.
   *
   * @return its payload; what may stand in it, and what must follow it, is the caller's to check
   * @throws NoiseException whatever is wrong with it; the handshake is over
   * @throws IllegalStateException if the handshake is over or complete
   */
  public byte[] read(byte[] message) throws NoiseException {
    requireRunning();
    boolean done = false;
    try {
      if (myTurn()) {
        throw new NoiseException(NoiseException.Reason.OUT_OF_TURN);
      }
      if (message.length > MAX_MESSAGE_LENGTH) {
        throw new NoiseException(NoiseException.Reason.MESSAGE_TOO_LONG);
      }
      byte[] payload = state.read(nextMessage, message);
      done = true;
      advance();
      return payload;
    } finally {
      endUnless(done);
    }
  }

  /**
   * As {@link #read}, for a message that must carry no payload: early data and bytes after the end are refused.
   *
   * @throws NoiseException also {@code UNEXPECTED_PAYLOAD}; the handshake is over
   */
  public void readWithoutPayload(byte[] message) throws NoiseException {
    if (read(message).length != 0) {
      close();
      throw new NoiseException(NoiseException.Reason.UNEXPECTED_PAYLOAD);
    }
  }

  /** Whether all messages have been exchanged, so that {@link #split} is next. */
  public boolean isComplete() {
    return phase == Phase.COMPLETE;
  }

  /** Whether the next call must be {@link #write}. */
  public boolean isMyTurn() {
    return phase == Phase.RUNNING && myTurn();
  }

  /** The number of messages written and read so far. */
  public int messagesExchanged() {
    return nextMessage;
  }

  /** The peer's static public key, once read. */
  public Optional<byte[]> remoteStatic() {
    return Optional.ofNullable(state.remoteStatic()).map(byte[]::clone);
  }

  /** The peer's ephemeral public key, once read. */
  public Optional<byte[]> remoteEphemeral() {
    return Optional.ofNullable(state.remoteEphemeral()).map(byte[]::clone);
  }

  /** Our ephemeral public key, once written. */
  public Optional<byte[]> localEphemeral() {
    return Optional.ofNullable(state.localEphemeral());
  }

  /**
   * The handshake hash (Noise §11.2), a unique name of this session that both sides share and nobody chose.
   *
   * @throws IllegalStateException unless complete
   */
  public byte[] handshakeHash() {
    requireComplete();
    return state.transcript();
  }

  /**
   * Ends the handshake and yields the transport that both sides now share.
   *
   * @param rekeyAfter records after which each direction takes a new key, at least 1; the same on both sides
   * @throws IllegalStateException unless complete
   */
  public Transport split(long rekeyAfter) {
    requireComplete();
    byte[] hash = state.transcript();
    CipherState[] ciphers = state.split();
    phase = Phase.OVER;
    return new Transport(ciphers[0], ciphers[1], rekeyAfter, hash);
  }

  /** Wipes all keys. Called by itself on failure and by {@link #split}; call it when a handshake is given up. */
  @Override
  public void close() {
    phase = Phase.OVER;
    state.close();
  }

  private boolean myTurn() {
    return (nextMessage % 2 == 0) == initiator;
  }

  private void advance() {
    nextMessage++;
    if (nextMessage == pattern.messageCount()) {
      phase = Phase.COMPLETE;
    }
  }

  private void endUnless(boolean done) {
    if (!done) {
      close();
    }
  }

  private void requireRunning() {
    if (phase != Phase.RUNNING) {
      throw new IllegalStateException(
          "this handshake is " + (phase == Phase.COMPLETE ? "complete: split it" : "over"));
    }
  }

  private void requireComplete() {
    if (phase != Phase.COMPLETE) {
      throw new IllegalStateException(
          "this handshake is " + (phase == Phase.OVER ? "over" : "not complete yet"));
    }
  }
}
