package dev.zerok.relay.edge;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/** The part of an address that one subscriber has for himself: all of an IPv4 address, half of an IPv6 one. */
final class AddressPrefix {
  private static final int SUBSCRIBER_BYTES = 8;

  private AddressPrefix() {}

  /** Returns a name for the prefix that quotas are counted under; never logged. */
  static String of(InetAddress address) {
    byte[] bytes = address.getAddress();
    int length = address instanceof Inet6Address ? SUBSCRIBER_BYTES : bytes.length;
    return HexFormat.of().formatHex(Arrays.copyOf(bytes, length));
  }
}
