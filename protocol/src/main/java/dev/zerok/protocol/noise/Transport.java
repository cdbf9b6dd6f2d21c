package dev.zerok.protocol.noise;

/**
 * The transport phase of a Noise session: one cipher per direction.
 *
 * <p>Records are numbered by counting alone, so they must arrive complete and in order. The first record that fails ends the whole
 * session: its keys are wiped and every later call is an {@link IllegalStateException}. Each direction takes a new key by itself
 * after a fixed number of records (Noise §11.3); the record number goes on counting.
 *
 * <p>Threads: one at a time. Whoever wants to send and receive on two threads must guard it.
 */
public final class Transport implements AutoCloseable {
  private static final byte[] NO_AAD = {};

  private final CipherState sending;
  private final CipherState receiving;
  private final long rekeyAfter;
  private final byte[] handshakeHash;
  private boolean over;

  Transport(CipherState sending, CipherState receiving, long rekeyAfter, byte[] handshakeHash) {
    if (rekeyAfter < 1) {
      throw new IllegalArgumentException(
          "a key must be good for at least one record, not " + rekeyAfter);
    }
    this.sending = sending;
    this.receiving = receiving;
    this.rekeyAfter = rekeyAfter;
    this.handshakeHash = handshakeHash;
  }

  /**
   * Seals one record.
   *
   * @param plaintext at most {@link NoiseProtocol#MAX_PLAINTEXT_LENGTH} bytes
   * @throws IllegalArgumentException if it is longer; nothing has happened then
   * @throws NoiseException {@code NONCES_EXHAUSTED}; the session is over
   * @throws IllegalStateException if the session is over
   */
  public byte[] write(byte[] plaintext) throws NoiseException {
    requireOpen();
    if (plaintext.length > NoiseProtocol.MAX_PLAINTEXT_LENGTH) {
      throw new IllegalArgumentException(
          "a record holds at most " + NoiseProtocol.MAX_PLAINTEXT_LENGTH + " bytes");
    }
    try {
      byte[] record = sending.encrypt(NO_AAD, plaintext);
      rekeyIfDue(sending);
      return record;
    } catch (NoiseException e) {
      close();
      throw e;
    }
  }

  /**
   * Opens the peer's next record.
   *
   * @throws NoiseException if it is too long, too short, changed, repeated or not the next one; the session is over
   * @throws IllegalStateException if the session is over
   */
  public byte[] read(byte[] record) throws NoiseException {
    requireOpen();
    try {
      if (record.length > NoiseProtocol.MAX_MESSAGE_LENGTH) {
        throw new NoiseException(NoiseException.Reason.MESSAGE_TOO_LONG);
      }
      byte[] plaintext = receiving.decrypt(NO_AAD, record);
      rekeyIfDue(receiving);
      return plaintext;
    } catch (NoiseException e) {
      close();
      throw e;
    }
  }

  /** The handshake hash (Noise §11.2) of the session that this transport belongs to. */
  public byte[] handshakeHash() {
    return handshakeHash.clone();
  }

  /** How many records were sealed. */
  public long recordsWritten() {
    return sending.nonce();
  }

  /** How many records were opened. */
  public long recordsRead() {
    return receiving.nonce();
  }

  /** Whether the session has ended, by {@link #close} or by a failure. */
  public boolean isOver() {
    return over;
  }

  /** Wipes both keys. */
  @Override
  public void close() {
    over = true;
    sending.close();
    receiving.close();
  }

  private void rekeyIfDue(CipherState cipher) {
    if (Long.remainderUnsigned(cipher.nonce(), rekeyAfter) == 0) {
      cipher.rekey();
    }
  }

  private void requireOpen() {
    if (over) {
      throw new IllegalStateException("this session is over; open a new connection");
    }
  }
}
