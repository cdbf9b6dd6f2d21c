package dev.zerok.relay.edge;

import java.net.InetAddress;

/**
 * One address, or all that begin with the same bits.
 *
 * @param network its first address
 * @param bits how many leading bits count
 */
public record AddressRange(InetAddress network, int bits) {
  /**
   * Reads {@code 192.0.2.7}, {@code 192.0.2.0/24} or {@code 2001:db8::/32}.
   *
   * @throws IllegalArgumentException for anything else, names included
   */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    InetAddress network = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
    int longest = network.getAddress().length * Byte.SIZE;
    int bits = slash < 0 ? longest : Integer.parseInt(text.substring(slash + 1));
    if (bits < 0 || bits > longest) {
      throw new IllegalArgumentException("a prefix has 0 to " + longest + " bits");
    }
    return new AddressRange(network, bits);
  }

  boolean contains(InetAddress address) {
    byte[] ours = network.getAddress();
    byte[] theirs = address.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % Byte.SIZE);
      if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }
}
