package dev.zerok.protocol.noise;

import dev.zerok.protocol.crypto.CryptoException;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.noise.NoisePattern.Token;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Noise's HandshakeState (§5.3): the keys of both sides as far as they are known, and what each token of a message does with them.
 * It knows no turns and no end; {@link Handshake} does.
 */
final class HandshakeState implements AutoCloseable {
  private final NoiseProtocol protocol;
  private final boolean initiator;
  private final RandomSource random;
  private final SymmetricState symmetric;
  private final @Nullable KeyPair localStatic;
  private final @Nullable Secret psk;

  private @Nullable KeyPair localEphemeral;
  private byte @Nullable [] remoteStatic;
  private byte @Nullable [] remoteEphemeral;

  /** Copies what it needs of {@code keys}. */
  HandshakeState(NoiseProtocol protocol, boolean initiator, HandshakeKeys keys, byte[] prologue,
      RandomSource random) {
    keys.requireFitting(protocol.pattern());
    this.protocol = protocol;
    this.initiator = initiator;
    this.random = random;
    this.localStatic = keys.localStatic() == null ? null : keys.localStatic().copy();
    this.psk = keys.psk() == null ? null : keys.psk().copy();
    this.symmetric = new SymmetricState(protocol);
    symmetric.mixHash(prologue);
  }

  byte[] write(int messageIndex, byte[] payload) throws NoiseException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    for (Token token : protocol.pattern().message(messageIndex)) {
      writeToken(token, message);
    }
    message.writeBytes(symmetric.encryptAndHash(payload));
    return message.toByteArray();
  }

  byte[] read(int messageIndex, byte[] message) throws NoiseException {
    MessageReader reader = new MessageReader(message);
    for (Token token : protocol.pattern().message(messageIndex)) {
      readToken(token, reader);
    }
    return symmetric.decryptAndHash(reader.rest());
  }

  byte @Nullable [] remoteStatic() {
    return remoteStatic;
  }

  byte @Nullable [] remoteEphemeral() {
    return remoteEphemeral;
  }

  byte @Nullable [] localEphemeral() {
    return localEphemeral == null ? null : localEphemeral.publicKey();
  }

  byte[] transcript() {
    return symmetric.transcript();
  }

  /** Our sending and our receiving cipher, in this order. This state is wiped. */
  CipherState[] split() {
    CipherState[] ciphers = symmetric.split();
    close();
    return initiator ? ciphers : new CipherState[]{ciphers[1], ciphers[0]};
  }

  @Override
  public void close() {
    symmetric.close();
    closeIfPresent(localStatic);
    closeIfPresent(localEphemeral);
    if (psk != null) {
      psk.close();
    }
  }

  private void writeToken(Token token, ByteArrayOutputStream message) throws NoiseException {
    switch (token) {
      case E -> {
        KeyPair fresh = protocol.agreement().generate(random);
        localEphemeral = fresh;
        message.writeBytes(fresh.publicKey());
        mixEphemeral(fresh.publicKey());
      }
      case S -> message.writeBytes(symmetric.encryptAndHash(present(localStatic).publicKey()));
      default -> mixToken(token);
    }
  }

  private void readToken(Token token, MessageReader reader) throws NoiseException {
    int keyLength = protocol.agreement().algorithm().publicKeyLength();
    switch (token) {
      case E -> {
        byte[] received = reader.take(keyLength);
        remoteEphemeral = received;
        mixEphemeral(received);
      }
      case S ->
          remoteStatic = symmetric.decryptAndHash(reader.take(keyLength + symmetric.tagLength()));
      default -> mixToken(token);
    }
  }

  /** The tokens that send nothing. The first letter is the initiator's key, the second the responder's (Noise §5.3). */
  private void mixToken(Token token) throws NoiseException {
    switch (token) {
      case EE -> mixAgreement(localEphemeral, remoteEphemeral);
      case ES -> {
        if (initiator) {
          mixAgreement(localEphemeral, remoteStatic);
        } else {
          mixAgreement(localStatic, remoteEphemeral);
        }
      }
      case SE -> {
        if (initiator) {
          mixAgreement(localStatic, remoteEphemeral);
        } else {
          mixAgreement(localEphemeral, remoteStatic);
        }
      }
      case PSK -> symmetric.mixKeyAndHash(present(psk).expose());
      case E, S -> throw new IllegalStateException(token + " sends a key");
    }
  }

  /** Noise §9.2: with a psk, ephemerals are mixed into the key as well, so that no key is used twice. */
  private void mixEphemeral(byte[] publicKey) {
    symmetric.mixHash(publicKey);
    if (protocol.pattern().needsPsk()) {
      symmetric.mixKey(publicKey);
    }
  }

  private void mixAgreement(@Nullable KeyPair ours, byte @Nullable [] theirs)
      throws NoiseException {
    try (Secret shared = protocol.agreement().agree(present(ours).privateKey(), present(theirs))) {
      symmetric.mixKey(shared.expose());
    } catch (CryptoException e) {
      throw new NoiseException(NoiseException.Reason.BAD_KEY, e);
    }
  }

  private static <T> T present(@Nullable T key) {
    if (key == null) {
      throw new IllegalStateException("the pattern uses a key before it is known");
    }
    return key;
  }

  private static void closeIfPresent(@Nullable KeyPair pair) {
    if (pair != null) {
      pair.close();
    }
  }
}
