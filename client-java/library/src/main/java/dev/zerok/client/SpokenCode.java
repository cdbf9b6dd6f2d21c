package dev.zerok.client;

import com.google.protobuf.ByteString;

/**
 * What one person tells the other: a whole code, {@code 12345-word-word-word}, or where a passphrase is agreed already its nameplate
 * alone, {@code 12345}. The words are secret until they were used; the nameplate is not. Which relay it is the other side has to know
 * already, or to be told too; that is no secret.
 *
 * @param text to be shown
 * @param relayUrl where this device reaches the relay
 * @param relayIdentity the relay's identity key, 32 bytes
 * @param expiresAtSeconds Unix time after which nobody accepts it
 */
public record SpokenCode(
    String text, String relayUrl, ByteString relayIdentity, long expiresAtSeconds) {
  /** Without the words. */
  @Override
  public String toString() {
    return "SpokenCode[expires at " + expiresAtSeconds + "]";
  }
}
