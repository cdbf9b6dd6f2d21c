package dev.zerok.protocol.noise;

import static dev.zerok.protocol.noise.NoisePattern.Token.E;
import static dev.zerok.protocol.noise.NoisePattern.Token.EE;
import static dev.zerok.protocol.noise.NoisePattern.Token.ES;
import static dev.zerok.protocol.noise.NoisePattern.Token.PSK;
import static dev.zerok.protocol.noise.NoisePattern.Token.S;
import static dev.zerok.protocol.noise.NoisePattern.Token.SE;

import java.util.List;

/** A handshake pattern (Noise §7): which tokens each message carries. The initiator sends the first, then they alternate. */
public enum NoisePattern {
  /** Both statics are sent, encrypted: the transport's pattern. */
  XX("XX", List.of(List.of(E), List.of(E, EE, S, ES), List.of(S, SE))),
  /** XX with a psk mixed in at the end of message 3: the pairing's pattern. */
  XX_PSK3("XXpsk3", List.of(List.of(E), List.of(E, EE, S, ES), List.of(S, SE, PSK))),
  /** Anonymous, psk first; only for the public vectors. */
  NN_PSK0("NNpsk0", List.of(List.of(PSK, E), List.of(E, EE))),
  /** Anonymous, psk last; only for the public vectors. */
  NN_PSK2("NNpsk2", List.of(List.of(E), List.of(E, EE, PSK)));

  /** What happens at one place of a message (Noise §5.3, §9.2). */
  enum Token {
    E,
    S,
    EE,
    ES,
    SE,
    PSK
  }

  private final String noiseName;
  @SuppressWarnings("ImmutableEnumChecker") // made of List.of alone
  private final List<List<Token>> messages;

  NoisePattern(String noiseName, List<List<Token>> messages) {
    this.noiseName = noiseName;
    this.messages = messages;
  }

  /** The name inside a Noise protocol name. */
  public String noiseName() {
    return noiseName;
  }

  /** How many messages the handshake has. */
  public int messageCount() {
    return messages.size();
  }

  /** Whether both sides must bring a psk. */
  public boolean needsPsk() {
    return has(PSK);
  }

  /** Whether both sides must bring a static key pair. */
  public boolean needsStatic() {
    return has(S);
  }

  List<Token> message(int index) {
    return messages.get(index);
  }

  private boolean has(Token token) {
    return messages.stream().anyMatch(tokens -> tokens.contains(token));
  }
}
