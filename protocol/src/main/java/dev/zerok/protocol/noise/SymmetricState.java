package dev.zerok.protocol.noise;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.zerok.protocol.crypto.Aead;
import dev.zerok.protocol.crypto.HashFunction;
import dev.zerok.protocol.crypto.Secret;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Noise's SymmetricState (§5.2): the chaining key, the transcript hash and, once there is one, the handshake's cipher. */
final class SymmetricState implements AutoCloseable {
  private final Aead aead;
  private final HashFunction hash;
  private Secret chainingKey;
  private byte[] transcript;
  private @Nullable CipherState cipher;

  SymmetricState(NoiseProtocol protocol) {
    this.aead = protocol.aead();
    this.hash = protocol.hash();
    byte[] name = protocol.name().getBytes(US_ASCII);
    int hashLength = hash.algorithm().hashLength();
    this.transcript = name.length <= hashLength ? Arrays.copyOf(name, hashLength) : hash.hash(name);
    this.chainingKey = Secret.copyOf(transcript);
  }

  void mixKey(byte[] input) {
    Secret[] derived = derive(input, 2);
    replaceChainingKey(derived[0]);
    replaceCipher(derived[1]);
  }

  void mixHash(byte[] data) {
    transcript = hash.hash(transcript, data);
  }

  void mixKeyAndHash(byte[] input) {
    Secret[] derived = derive(input, 3);
    replaceChainingKey(derived[0]);
    mixHash(derived[1].expose());
    derived[1].close();
    replaceCipher(derived[2]);
  }

  byte[] encryptAndHash(byte[] plaintext) throws NoiseException {
    byte[] ciphertext = cipher == null ? plaintext : cipher.encrypt(transcript, plaintext);
    mixHash(ciphertext);
    return ciphertext;
  }

  byte[] decryptAndHash(byte[] ciphertext) throws NoiseException {
    byte[] plaintext = cipher == null ? ciphertext : cipher.decrypt(transcript, ciphertext);
    mixHash(ciphertext);
    return plaintext;
  }

  /** Bytes that {@link #encryptAndHash} adds at this point. */
  int tagLength() {
    return cipher == null ? 0 : Aead.TAG_LENGTH;
  }

  byte[] transcript() {
    return transcript.clone();
  }

  /** The two transport ciphers, the initiator's sending one first. This state is wiped. */
  CipherState[] split() {
    Secret[] derived = derive(new byte[0], 2);
    close();
    return new CipherState[]{new CipherState(aead, truncate(derived[0])),
        new CipherState(aead, truncate(derived[1]))};
  }

  @Override
  public void close() {
    chainingKey.close();
    if (cipher != null) {
      cipher.close();
    }
  }

  /** HKDF of Noise §4.3 with two or three outputs, HASHLEN bytes each. */
  private Secret[] derive(byte[] input, int outputs) {
    Secret[] derived = new Secret[outputs];
    try (Secret temporary = Secret.adopt(hash.hmac(chainingKey.expose(), input))) {
      byte[] previous = new byte[0];
      for (int i = 0; i < outputs; i++) {
        derived[i] =
            Secret.adopt(hash.hmac(temporary.expose(), previous, new byte[]{(byte) (i + 1)}));
        previous = derived[i].expose();
      }
    }
    return derived;
  }

  private void replaceChainingKey(Secret next) {
    chainingKey.close();
    chainingKey = next;
  }

  private void replaceCipher(Secret longKey) {
    if (cipher != null) {
      cipher.close();
    }
    cipher = new CipherState(aead, truncate(longKey));
  }

  /** A 64-byte hash gives 64-byte outputs, of which a key is the first 32 bytes (Noise §5.2). */
  private static Secret truncate(Secret longKey) {
    try (longKey) {
      return Secret.adopt(Arrays.copyOf(longKey.expose(), Aead.KEY_LENGTH));
    }
  }
}
