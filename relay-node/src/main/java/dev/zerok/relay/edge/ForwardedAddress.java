package dev.zerok.relay.edge;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds out who connects when proxies stand in front. Pure; any thread.
 *
 * <p>{@code X-Forwarded-For} is a list to which each proxy appends whom it took the request from; whatever
 * stood there before may be invented. So only a configured proxy's word counts: the list is read from the
 * right, and the first address that is no proxy of ours is the client's.
 */
final class ForwardedAddress {
  private final List<AddressRange> proxies;

  ForwardedAddress(List<AddressRange> proxies) {
    this.proxies = List.copyOf(proxies);
  }

  /**
   * The client's address.
   *
   * @param socketAddress whom the socket belongs to, as an address literal
   * @param headers all X-Forwarded-For headers, in their order
   */
  InetAddress of(String socketAddress, List<String> headers) {
    InetAddress hop = literal(socketAddress);
    List<String> told = new ArrayList<>();
    headers.forEach(header -> told.addAll(Arrays.asList(header.split(",", -1))));
    for (String before : told.reversed()) {
      if (!isProxy(hop)) {
        return hop;
      }
      try {
        hop = literal(withoutPort(before.strip()));
      } catch (IllegalArgumentException noAddress) {
        return hop; // all that is known is the proxy that told nothing useful
      }
    }
    return hop;
  }

  /** Whether whoever the socket belongs to speaks for others. */
  boolean isProxy(String socketAddress) {
    return isProxy(literal(socketAddress));
  }

  private boolean isProxy(InetAddress address) {
    return proxies.stream().anyMatch(range -> range.contains(address));
  }

  private static InetAddress literal(String text) {
    int zone = text.indexOf('%');
    return InetAddress.ofLiteral(zone < 0 ? text : text.substring(0, zone));
  }

  /** Some proxies write {@code 192.0.2.7:50123} or {@code [2001:db8::7]:50123}. */
  private static String withoutPort(String text) {
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      return end < 0 ? text : text.substring(1, end);
    }
    int colon = text.indexOf(':');
    return colon >= 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
  }
}
