package dev.zerok.relay.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
  private static final String OURS = "Sec-WebSocket-Protocol: 0k.1.std1-draft";

  private static InetAddress client(String socket, String header, String... proxies) {
    return new ForwardedAddress(Stream.of(proxies).map(AddressRange::parse).toList())
        .of(socket, header.isEmpty() ? List.of() : List.of(header.split("\n")));
  }

  private static InetAddress address(String literal) {
    return InetAddress.ofLiteral(literal);
  }

  @Test
  void forwardedFor_fromSomebodyElse_meansNothing() {
    assertThat(client("192.0.2.7", "198.51.100.1")).isEqualTo(address("192.0.2.7"));
    assertThat(client("192.0.2.7", "198.51.100.1", "10.0.0.0/8")).isEqualTo(address("192.0.2.7"));
  }

  @Test
  void forwardedFor_fromAProxy_namesTheRightmostThatIsNoProxy() {
    assertThat(client("10.0.0.1", "203.0.113.9, 198.51.100.1\n10.2.3.4", "10.0.0.0/8"))
        .isEqualTo(address("198.51.100.1"));
    assertThat(client("::1", "2001:db8::7", "::1")).isEqualTo(address("2001:db8::7"));
  }

  @Test
  void forwardedFor_withPortsAndBrackets_isRead() {
    assertThat(client("10.0.0.1", "198.51.100.1:5000", "10.0.0.1"))
        .isEqualTo(address("198.51.100.1"));
    assertThat(client("10.0.0.1", "[2001:db8::7]:5000", "10.0.0.1"))
        .isEqualTo(address("2001:db8::7"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "unknown", "198.51.100.1, ", "198.51.100.1, evil", "[::1", "relay.example"})
  void forwardedFor_thatNamesNobody_countsForTheProxy(String header) {
    assertThat(client("10.0.0.1", header, "10.0.0.1")).isEqualTo(address("10.0.0.1"));
  }

  @Test
  void range_containsWhatBeginsWithItsBits() {
    AddressRange range = AddressRange.parse("192.0.2.128/25");
    assertThat(range.contains(address("192.0.2.255"))).isTrue();
    assertThat(range.contains(address("192.0.2.127"))).isFalse();
    assertThat(range.contains(address("::1"))).isFalse();
    assertThat(AddressRange.parse("::/0").contains(address("2001:db8::1"))).isTrue();
    assertThat(AddressRange.parse("192.0.2.7").contains(address("192.0.2.6"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"relay.example", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/x", "", "/8"})
  void range_thatIsNone_isRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> AddressRange.parse(text));
  }

  @Test
  void prefix_isAnIpv4Address_orHalfOfAnIpv6One() {
    assertThat(AddressPrefix.of(address("192.0.2.7")))
        .isNotEqualTo(AddressPrefix.of(address("192.0.2.8")));
    assertThat(AddressPrefix.of(address("2001:db8::1")))
        .isEqualTo(AddressPrefix.of(address("2001:db8::ffff:1")))
        .isNotEqualTo(AddressPrefix.of(address("2001:db8:0:1::1")));
  }

  @Test
  void handshakes_beyondTheQuota_waitForTheBucketToFill() {
    HandshakeQuota quota = new HandshakeQuota(2);
    assertThat(quota.take("a", 0)).isTrue();
    assertThat(quota.take("a", 0)).isTrue();
    assertThat(quota.take("a", 29_999)).isFalse();
    assertThat(quota.take("b", 29_999)).isTrue();
    assertThat(quota.take("a", 30_000)).isTrue();
    assertThat(quota.take("a", 30_000)).isFalse();
  }

  @Test
  void handshakes_ofMorePrefixesThanAreRemembered_takeNoMoreMemory() {
    HandshakeQuota quota = new HandshakeQuota(1);
    for (int i = 0; i < HandshakeQuota.PREFIXES + 100; i++) {
      assertThat(quota.take(Integer.toString(i), 0)).isTrue();
    }
    assertThat(quota.size()).isEqualTo(HandshakeQuota.PREFIXES);
  }

  @Test
  @Tag("WS-7")
  void upgrades_beyondTheQuotaOfAnAddress_areAnsweredWith429_andOthersAreNot() throws Exception {
    AddressRules rules = new AddressRules(List.of(AddressRange.parse("127.0.0.0/8")), 1, 10);
    try (EdgeFixture edge = new EdgeFixture(EdgeFixture.addresses(rules))) {
      assertThat(upgrade(edge, "198.51.100.1").status()).isEqualTo(101);
      RawWebSocket.Response refused = upgrade(edge, "198.51.100.1");
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.header("Retry-After")).containsExactly("10");
      assertThat(upgrade(edge, "198.51.100.2").status()).isEqualTo(101);
      edge.time.advance(60_000);
      assertThat(upgrade(edge, "198.51.100.1").status()).isEqualTo(101);
    }
  }

  private static RawWebSocket.Response upgrade(EdgeFixture edge, String from) throws Exception {
    try (RawWebSocket socket = new RawWebSocket(edge.port())) {
      return socket.upgrade(OURS, "X-Forwarded-For: " + from);
    }
  }
}
