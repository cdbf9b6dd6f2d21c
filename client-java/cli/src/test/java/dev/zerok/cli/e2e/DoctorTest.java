package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpServer;
import dev.zerok.cli.command.ExitCode;
import dev.zerok.cli.doctor.Checkup;
import dev.zerok.cli.doctor.Finding;
import dev.zerok.cli.doctor.Finding.Kind;
import dev.zerok.client.ClientConfig;
import dev.zerok.client.NewGroup;
import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.store.ClientStore;
import dev.zerok.client.store.FileClientStore;
import dev.zerok.client.store.MemoryClientStore;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each state that keeps a device from syncing is named, against a real relay and store in that state. */
class DoctorTest {
  @TempDir Path folder;

  private CommandLineDevice deviceAt(URI relay, ByteString identity) throws Exception {
    return CommandLineDevice.founding(folder.resolve("laptop"),
        NewGroup.at(relay, identity, "holiday", "laptop"));
  }

  private static List<Finding> look(ClientConfig config) {
    return new Checkup(config, Duration.ofSeconds(ClientDevice.PATIENCE_SECONDS)).look(null);
  }

  private static AbstractStringAssert<?> assertLast(List<Finding> findings, Kind... kinds) {
    assertThat(findings).extracting(Finding::kind).containsExactly(kinds);
    return assertThat(findings.getLast().words());
  }

  @Test
  void everythingWell_isZero() throws Exception {
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"))) {
      ZerokRun run = deviceAt(relay.url(), relay.identity()).zerok("doctor");

      assertThat(run.each("finding")).containsExactly("disk_has_room", "store_opens",
          "relay_answers", "admitted", "clock_right");
      assertThat(run.code()).isEqualTo(ExitCode.OK);
    }
  }

  @Test
  void relayThatIsAway_isUnreachable() throws Exception {
    URI away;
    ByteString identity;
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"))) {
      away = relay.url();
      identity = relay.identity();
    }
    ZerokRun run = deviceAt(away, identity).zerok("doctor");

    assertThat(run.each("finding")).endsWith("relay_unreachable");
    assertThat(run.each("words")).last().asString().contains("is the relay running");
    assertThat(run.code()).isEqualTo(ExitCode.OFFLINE);
  }

  @Test
  void webServerThatIsNoRelay_isNamed() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    try {
      URI there = URI.create("ws://127.0.0.1:" + server.getAddress().getPort());
      ZerokRun run = deviceAt(there, ByteString.copyFrom(new byte[32])).zerok("doctor");

      assertThat(run.each("finding")).endsWith("no_relay_there");
      assertThat(run.each("words")).last()
          .asString()
          .contains("Check the address and its path");
      assertThat(run.code()).isEqualTo(ExitCode.OFFLINE);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void relayWithAnotherIdentity_isNamed() throws Exception {
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        TestRelay other = TestRelay.start(folder.resolve("other"))) {
      ZerokRun run = deviceAt(relay.url(), other.identity()).zerok("doctor");

      assertThat(run.each("finding")).endsWith("relay_answers", "wrong_relay_identity");
      assertThat(run.each("words")).last().asString().contains("pair this device again");
      assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    }
  }

  @Test
  void deviceThatWasRemovedMeanwhile_isNotAdmitted() throws Exception {
    MemoryClientStore phone = new MemoryClientStore();
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice laptop = ClientDevice.creating(relay).start()) {
      ClientDevice paired = laptop.pair(phone, InviteOptions.DEFAULT);
      var id = paired.client.status().device();
      paired.close();
      ClientDevice.await(laptop.client.remove(id));

      assertLast(look(ClientConfig.of(new MemoryClientStore(phone.load()))),
          Kind.STORE_OPENS, Kind.RELAY_ANSWERS, Kind.NOT_ADMITTED)
          .contains("Ask another device of the group", "pair again");
    }
  }

  @Test
  void clockThatIsTwoMinutesAhead_isTold() {
    ClientStore store = new MemoryClientStore();
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"))) {
      ClientDevice.creating(store, relay.url(), relay.identity()).close();
      ClientConfig config = ClientConfig.of(new MemoryClientStore(store.load()))
          .withClock(InstantSource.offset(InstantSource.system(), Duration.ofSeconds(120)));

      assertLast(look(config), Kind.STORE_OPENS, Kind.RELAY_ANSWERS, Kind.ADMITTED,
          Kind.CLOCK_OFF).contains("120 s ahead", "Set it right");
    }
  }

  @Test
  void storeThatIsInUse_isLocked() throws Exception {
    CommandLineDevice device =
        deviceAt(URI.create("ws://127.0.0.1:9"), ByteString.copyFrom(new byte[32]));
    try (FileClientStore held = device.openStore()) {
      ZerokRun run = device.zerok("doctor");

      assertThat(run.each("finding")).containsExactly("store_locked");
      assertThat(run.each("words")).singleElement()
          .asString()
          .contains("Close the other program");
      assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    }
  }

  @Test
  void oldCopyOfAStore_isOlder() {
    MemoryClientStore store = new MemoryClientStore();
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"))) {
      MemoryClientStore old;
      try (ClientDevice laptop =
          ClientDevice.creating(store, relay.url(), relay.identity()).start()) {
        old = new MemoryClientStore(store.load());
        laptop.push("newer than the copy");
        ClientDevice.await(laptop.client.outboxDrained());
      }

      assertLast(look(ClientConfig.of(old)), Kind.STORE_OPENS, Kind.RELAY_ANSWERS,
          Kind.STORE_OLDER)
          .contains("Pair this device again", "move the old outbox over");
    }
  }

  @Test
  void fullDisk_isNamed_andTheRestIsLookedAtAllTheSame() throws Exception {
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"))) {
      ZerokRun run = deviceAt(relay.url(), relay.identity())
          .zerok("doctor", "--min-free", "9000000000000");

      assertThat(run.each("finding")).startsWith("disk_full").contains("admitted");
      assertThat(run.each("words")).first().asString().contains("Free some room");
      assertThat(run.code()).isEqualTo(ExitCode.FAILED);
    }
  }

  @Test
  void originThatTheRelayDoesNotList_isRefused() throws Exception {
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"))) {
      ZerokRun run = deviceAt(relay.url(), relay.identity())
          .zerok("doctor", "--origin", "https://app.example");

      assertThat(run.each("finding")).endsWith("origin_refused");
      assertThat(run.each("words")).last().asString().contains("https://app.example", "origins");
      assertThat(run.code()).isEqualTo(ExitCode.NOT_ADMITTED);
    }
  }
}
