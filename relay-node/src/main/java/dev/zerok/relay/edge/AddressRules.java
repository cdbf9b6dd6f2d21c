package dev.zerok.relay.edge;

import java.util.List;

/**
 * How the public socket tells clients' addresses, and what one address prefix may do.
 *
 * @param proxies whose X-Forwarded-For counts (default none)
 * @param handshakesPerMinute of one address prefix, sustained and at once; beyond, upgrades are answered with
 *     429 (default 60 000)
 * @param unadmitted sockets of one address prefix that are not admitted yet; beyond, its sockets are closed at once, and upgrades
 *     that come by a proxy answered with 429 (default 100)
 */
public record AddressRules(List<AddressRange> proxies, int handshakesPerMinute, int unadmitted) {
  /** No proxy; 60 000 handshakes a minute; 100 sockets. */
  public static final AddressRules DEFAULT = new AddressRules(List.of(), 60_000, 100);

  public AddressRules {
    proxies = List.copyOf(proxies);
    if (handshakesPerMinute < 1 || unadmitted < 1) {
      throw new IllegalArgumentException("at least one handshake a minute and one socket");
    }
  }
}
