package dev.zerok.relay.ops;

/**
 * Where to listen.
 *
 * @param host a name or address; IPv6 without brackets
 * @param port 0 lets the system choose
 */
public record HostPort(String host, int port) {
  static HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw new IllegalArgumentException(text);
    }
    int port = Integer.parseInt(text.substring(colon + 1));
    if (host.isBlank() || host.indexOf(' ') >= 0 || port < 0 || port > 65_535) {
      throw new IllegalArgumentException(text);
    }
    return new HostPort(host, port);
  }

  /** The same host with another port. */
  public HostPort withPort(int other) {
    return new HostPort(host, other);
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
