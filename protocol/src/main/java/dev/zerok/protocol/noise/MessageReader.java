package dev.zerok.protocol.noise;

import java.util.Arrays;

/** Takes a handshake message apart from the front; a message that is too short is refused before anything is computed on it. */
final class MessageReader {
  private final byte[] message;
  private int position;

  MessageReader(byte[] message) {
    this.message = message;
  }

  byte[] take(int length) throws NoiseException {
    if (message.length - position < length) {
      throw new NoiseException(NoiseException.Reason.MESSAGE_TOO_SHORT);
    }
    byte[] taken = Arrays.copyOfRange(message, position, position + length);
    position += length;
    return taken;
  }

  byte[] rest() {
    return Arrays.copyOfRange(message, position, message.length);
  }
}
