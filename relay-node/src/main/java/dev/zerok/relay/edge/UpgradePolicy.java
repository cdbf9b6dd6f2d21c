package dev.zerok.relay.edge;

import dev.zerok.protocol.session.AdmissionSlot;
import dev.zerok.protocol.session.SubProtocol;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides about an upgrade request before anything is spent on it (WS-2, WS-3). Pure; any thread.
 *
 * <p>Origin: only browsers send that header, so a request without one (every native client) is let in. With
 * one, it must be listed; by default none is, so that no web page can make a visitor's browser talk to a
 * relay on his own machine or network.
 */
final class UpgradePolicy {
  /** Allows every origin when it stands in the list. */
  static final String ANY_ORIGIN = "*";

  /** For an address prefix that began too many handshakes lately, or holds too many sockets that are not admitted. */
  static final Declined TOO_MANY =
      new Declined(429, "Too many connections from your address: try again in some seconds.");

  /** When the door gave a slot (DOOR-2). */
  static final Declined NO_ROOM =
      new Declined(AdmissionSlot.HTTP_STATUS,
          "Many are connecting at this moment: come back at the time that the headers name.");

  private final Set<String> allowedOrigins;

  UpgradePolicy(Set<String> allowedOrigins) {
    this.allowedOrigins = Set.copyOf(allowedOrigins);
  }

  /** What was decided about one request. */
  sealed interface Verdict {}

  /**
   * The upgrade may go on.
   *
   * @param selected the sub-protocol that the relay selects
   * @param offered all offered names, in their order
   */
  record Welcomed(String selected, List<String> offered) implements Verdict {
    Welcomed {
      offered = List.copyOf(offered);
    }
  }

  /**
   * The upgrade is refused.
   *
   * @param status the HTTP status
   * @param words one sentence for a person with a network tool
   */
  record Declined(int status, String words) implements Verdict {}

  /**
   * Decides.
   *
   * @param upgrade the Upgrade header
   * @param version the Sec-WebSocket-Version header
   * @param hasBody whether the request announces a body
   * @param protocolHeaders the Sec-WebSocket-Protocol headers, in their order
   */
  Verdict decide(
      @Nullable String upgrade,
      @Nullable String version,
      boolean hasBody,
      @Nullable String origin,
      List<String> protocolHeaders) {
    if (upgrade == null || !upgrade.equalsIgnoreCase("websocket")) {
      return new Declined(426, "This is a 0k-Sync relay: it speaks WebSocket only.");
    }
    if (!"13".equals(version)) {
      return new Declined(426, "Only WebSocket version 13 is spoken here.");
    }
    if (hasBody) {
      return new Declined(400, "An upgrade request has no body.");
    }
    if (origin != null && !allowedOrigins.contains(ANY_ORIGIN)
        && !allowedOrigins.contains(origin)) {
      return new Declined(403,
          "This origin is not allowed by the relay's configuration (origins).");
    }
    List<String> offered = SubProtocol.offers(protocolHeaders);
    Optional<String> selected = SubProtocol.select(offered);
    if (selected.isEmpty()) {
      return new Declined(400,
          "No common sub-protocol: this relay speaks " + SubProtocol.STD1 + ".");
    }
    return new Welcomed(selected.get(), offered);
  }
}
