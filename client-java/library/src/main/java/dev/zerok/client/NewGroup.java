package dev.zerok.client;

import com.google.protobuf.ByteString;
import java.net.URI;
import java.util.List;

/**
 * A group that is to be created.
 *
 * @param groupName shown to whoever is invited, at most 256 characters; the relay never sees it
 * @param deviceName what this first device calls itself, at most 256 characters; the relay never sees it
 * @param relayUrls 1 to 4 addresses of one relay, {@code ws://} or {@code wss://}, each at most 256 characters
 * @param relayIdentity the relay's identity key, 32 bytes, as its operator published it; without it a client connects to no
 *     relay (RID-3)
 * @param accessToken where the relay asks for one to create groups; may be empty, at most 256 bytes
 */
public record NewGroup(
    String groupName, String deviceName, List<URI> relayUrls, ByteString relayIdentity,
    ByteString accessToken) {
  private static final int MAX_URLS = 4;
  private static final int IDENTITY_LENGTH = 32;

  public NewGroup {
    relayUrls = List.copyOf(relayUrls);
    if (relayUrls.isEmpty() || relayUrls.size() > MAX_URLS) {
      throw new IllegalArgumentException(
          "a group has 1 to " + MAX_URLS + " relay addresses, not " + relayUrls.size());
    }
    if (relayIdentity.size() != IDENTITY_LENGTH) {
      throw new IllegalArgumentException(
          "a relay identity has " + IDENTITY_LENGTH + " bytes, not " + relayIdentity.size());
    }
  }

  /** A group at one relay that lets anybody create groups. */
  public static NewGroup at(URI relayUrl, ByteString relayIdentity, String groupName,
      String deviceName) {
    return new NewGroup(groupName, deviceName, List.of(relayUrl), relayIdentity, ByteString.EMPTY);
  }
}
