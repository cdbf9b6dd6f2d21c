package dev.zerok.protocol.session;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.KeyPair;
import java.util.List;

/**
 * What a client knows when a WebSocket has been opened.
 *
 * @param noiseStatic the device's Noise key pair, or the one that a joiner will have; stays the caller's
 * @param pinnedRelayIdentity the relay's signing key from the invite, the configuration or an earlier session (RID-3)
 * @param offered all names that were offered in the upgrade, in their order
 * @param selected the one that the relay selected
 * @param purpose decides the first frame
 * @param unixSeconds the wall clock at connecting, against which the relay's certificate is checked (RID-1)
 */
public record ClientSessionConfig(
    Crypto crypto,
    KeyPair noiseStatic,
    ByteString pinnedRelayIdentity,
    List<String> offered,
    String selected,
    SessionPurpose purpose,
    long unixSeconds,
    SessionTimings timings) {

  public ClientSessionConfig {
    offered = List.copyOf(offered);
    if (pinnedRelayIdentity.isEmpty()) {
      throw new IllegalArgumentException(
          "without a pinned relay identity a client connects to no relay");
    }
    if (!offered.contains(selected)) {
      throw new IllegalArgumentException(
          "the selected sub-protocol was not offered: the transport must refuse that upgrade");
    }
  }

  /** Without keys and token. */
  @Override
  public String toString() {
    return "ClientSessionConfig[" + selected + ", " + purpose + "]";
  }

  /** Offering just this version's sub-protocol, with the protocol's deadlines. */
  public static ClientSessionConfig standard(
      Crypto crypto, KeyPair noiseStatic, ByteString pinnedRelayIdentity, SessionPurpose purpose,
      long unixSeconds) {
    String name = SubProtocol.of(crypto.suite());
    return new ClientSessionConfig(
        crypto, noiseStatic, pinnedRelayIdentity, List.of(name), name, purpose, unixSeconds,
        SessionTimings.standard());
  }
}
