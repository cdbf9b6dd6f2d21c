package dev.zerok.relay.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What one address may hold of the places for strangers. */
class AddressPlacesTest {
  private static final String OURS = "Sec-WebSocket-Protocol: 0k.1.std1-draft";

  private static EdgeFixture start(int ofOneAddress, String... proxies) throws Exception {
    List<AddressRange> ranges = List.of(proxies).stream().map(AddressRange::parse).toList();
    return new EdgeFixture(
        EdgeFixture.addresses(new AddressRules(ranges, 1_000, ofOneAddress)));
  }

  @Test
  @Tag("WS-7")
  void sockets_beyondThePlacesOfAnAddress_areClosed_untilOneIsLeft() throws Exception {
    try (EdgeFixture edge = start(2);
        RawWebSocket one = RawWebSocket.open(edge.port());
        RawWebSocket silent = new RawWebSocket(edge.port())) {
      edge.watcher.await("opened");
      edge.watcher.await("opened");
      try (RawWebSocket three = new RawWebSocket(edge.port())) {
        assertThat(three.awaitEnd().closeCode()).isEqualTo(RawWebSocket.Ending.NO_CODE);
      }
      edge.watcher.await("address limited UNADMITTED");
      edge.watcher.await("cut ADDRESS_FULL");

      silent.close();
      edge.watcher.await("closed");

      try (RawWebSocket four = RawWebSocket.open(edge.port())) {
        assertThat(edge.watcher.open).hasValue(2);
      }
    }
  }

  @Test
  @Tag("WS-7")
  void admittedDevices_takeNoPlaceOfTheirAddress() throws Exception {
    List<DeviceClient> members = new ArrayList<>();
    try (EdgeFixture edge = start(1)) {
      for (int i = 0; i < 3; i++) {
        DeviceClient member = edge.member();
        members.add(member);
        assertThat(member.next().hasWelcome()).isTrue();
      }
      try (RawWebSocket stranger = RawWebSocket.open(edge.port());
          RawWebSocket beyond = new RawWebSocket(edge.port())) {
        assertThat(beyond.awaitEnd().closeCode()).isEqualTo(RawWebSocket.Ending.NO_CODE);
        assertThat(edge.watcher.open).hasValue(4);
        stranger.close();
      }
      for (DeviceClient member : members) {
        member.close();
      }
    }
  }

  @Test
  @Tag("WS-7")
  void upgrades_beyondThePlacesOfAnAddressBehindAProxy_areAnsweredWith429_andOthersAreNot()
      throws Exception {
    try (EdgeFixture edge = start(2, "127.0.0.0/8");
        RawWebSocket one = new RawWebSocket(edge.port());
        RawWebSocket two = new RawWebSocket(edge.port());
        RawWebSocket three = new RawWebSocket(edge.port());
        RawWebSocket other = new RawWebSocket(edge.port())) {
      assertThat(upgrade(one, "2001:db8::1").status()).isEqualTo(101);
      assertThat(upgrade(two, "2001:db8::2").status()).isEqualTo(101);
      RawWebSocket.Response refused = upgrade(three, "2001:db8::3"); // all of one /64
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.header("Retry-After")).containsExactly("10");
      assertThat(three.awaitEnd().closeCode()).isEqualTo(RawWebSocket.Ending.NO_CODE);
      edge.watcher.await("address limited UNADMITTED");
      edge.watcher.await("upgrade refused 429");
      assertThat(upgrade(other, "2001:db8:0:1::1").status()).isEqualTo(101);

      edge.watcher.await("closed");
      one.close();
      edge.watcher.await("closed");

      try (RawWebSocket again = new RawWebSocket(edge.port())) {
        assertThat(upgrade(again, "2001:db8::3").status()).isEqualTo(101);
      }
    }
  }

  private static RawWebSocket.Response upgrade(RawWebSocket socket, String from) throws Exception {
    return socket.upgrade(OURS, "X-Forwarded-For: " + from);
  }
}
