package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.IncomingBlob;
import dev.zerok.client.model.MemberDevice;
import dev.zerok.client.model.MemberRole;
import dev.zerok.client.model.PushOptions;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.protocol.id.DeviceId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Removal and streams between our client and the one that was written from PROTOCOL.md alone. */
@Timeout(180)
class PythonPeerRemovalTest {
  private static final String REFUSAL =
      "Not admitted: removed, unknown group or wrong relay. Ask another device.";

  @TempDir private Path folder;

  @BeforeEach
  void needsPython() throws Exception {
    PythonPeer.assumeItRuns();
  }

  @Test
  @Tag("SEAL-1")
  void namedStreams_areTheSameOnBothSides() throws Exception {
    Path store = folder.resolve("python.json");
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice laptop = ClientDevice.creating(relay).start()) {
      PythonPeer.join(laptop.client, store);
      PythonPeer.run(store, "push", "milk", "--stream", "shopping").close();
      IncomingBlob milk = laptop.nextBlob();
      assertThat(milk.body().toStringUtf8()).isEqualTo("milk");
      assertThat(milk.stream()).isEqualTo(laptop.client.streamId("shopping"));

      for (String stream : List.of("shopping", "", "grüße")) {
        push(laptop, "to " + stream, stream);
      }
      try (PythonPeer watching =
          PythonPeer.run(store, "watch", "--count", "3", "--stream", "grüße")) {
        String known = watching.await("payload");
        assertThat(PythonPeer.text(known, "text")).isEqualTo("to shopping");
        assertThat(PythonPeer.text(known, "stream")).isEqualTo("shopping");
        assertThat(PythonPeer.text(watching.await("payload"), "stream")).isEmpty();
        assertThat(PythonPeer.text(watching.await("payload"), "stream_id"))
            .isEqualTo(laptop.client.streamId("grüße").hex());
      }
    }
  }

  @Test
  @Tag("ROSTER-6")
  @Tag("ADMIT-5")
  void javaDevice_isRemovedByThePythonAdmin() throws Exception {
    Path store = folder.resolve("python.json");
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice laptop = ClientDevice.creating(relay).start();
        ClientDevice tablet = laptop.pair().start()) {
      DeviceId tabletId = tablet.client.status().device();
      DeviceId python = PythonPeer.join(laptop.client, store);
      ClientDevice.await(laptop.client.setRole(python, MemberRole.ADMIN));
      tablet.push("the last that counts");
      PythonPeer.run(store, "watch", "--count", "1").close();

      try (PythonPeer removing = PythonPeer.run(store, "remove", tabletId.hex())) {
        assertThat(PythonPeer.text(removing.await("device_removed"), "device"))
            .isEqualTo(tabletId.hex());
      }

      assertThat(laptop.nextEvent(SyncEvent.DeviceGone.class).device()).isEqualTo(tabletId);
      tablet.nextEvent(SyncEvent.RemovedFromGroup.class);
      assertThat(laptop.client.status().epoch()).isEqualTo(2);
      assertThat(laptop.client.devices()).extracting(MemberDevice::id)
          .containsExactlyInAnyOrder(laptop.client.status().device(), python);
      assertThatThrownBy(() -> tablet.push("too late"))
          .isInstanceOf(SyncProblem.class);
      PythonPeer.run(store, "push", "under the new epoch").close();
      assertThat(laptop.nextTexts(2))
          .containsExactly("the last that counts", "under the new epoch");
      push(laptop, "and back", "");
      try (PythonPeer watching = PythonPeer.run(store, "watch", "--count", "1")) {
        assertThat(PythonPeer.text(watching.await("payload"), "text")).isEqualTo("and back");
      }
    }
  }

  @Test
  @Tag("ROSTER-12")
  void leaveOfAJavaDevice_isAnsweredByThePythonAdminAlone() throws Exception {
    Path store = folder.resolve("python.json");
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice laptop = ClientDevice.creating(relay).start()) {
      DeviceId python = PythonPeer.join(laptop.client, store);
      ClientDevice.await(laptop.client.setRole(python, MemberRole.ADMIN));

      ClientDevice.await(laptop.client.leave());

      try (PythonPeer pushing = PythonPeer.run(store, "push", "alone")) {
        assertThat(PythonPeer.text(pushing.await("device_left"), "device"))
            .isEqualTo(laptop.client.status().device().hex());
        assertThat(pushing.await("epoch")).contains("\"epoch\": 2");
      }
    }
  }

  @Test
  @Tag("ADMIT-2")
  @Tag("ADMIT-5")
  void removedPythonDevice_isToldOnce_thenRefusedLikeAStranger_andOpensNothingThatIsPushedLater()
      throws Exception {
    Path removed = folder.resolve("removed.json");
    Path staying = folder.resolve("staying.json");
    Path sealed = Files.createDirectory(folder.resolve("sealed"));
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice laptop = ClientDevice.creating(relay).start()) {
      DeviceId python = PythonPeer.join(laptop.client, removed);
      PythonPeer.join(laptop.client, staying);
      push(laptop, "before", "");
      try (PythonPeer watching = PythonPeer.start(removed, "watch", "--count", "2")) {
        watching.await("payload");
        ClientDevice.await(laptop.client.remove(python));
        assertThat(PythonPeer.text(watching.await("removed"), "entry")).isEqualTo("remove");
        assertThat(PythonPeer.text(watching.await("go_away"), "reason")).isEqualTo("removed");
        assertThat(watching.finish()).isEqualTo(3);
      }
      push(laptop, "after", "");
      PythonPeer.run(staying, "watch", "--count", "2", "--keep-sealed", sealed.toString()).close();

      String refusal = answer(removed);
      assertThat(refusal).isEqualTo(answer(removed, "--unknown-group"));
      assertThat(bytesOf(refusal)).contains(ByteString.copyFromUtf8(REFUSAL).toByteArray());
      List<Path> blobs = inOrder(sealed);
      assertThat(blobs).hasSize(2);
      assertThat(exitOf(removed, "open", blobs.get(0).toString())).isZero();
      assertThat(exitOf(staying, "open", blobs.get(1).toString())).isZero();
      assertThat(exitOf(removed, "open", blobs.get(1).toString())).isEqualTo(1);
    }
  }

  private static void push(ClientDevice device, String text, String stream) {
    var options = PushOptions.DEFAULT.withStream(stream);
    ClientDevice.await(device.client.acknowledged(
        ClientDevice.await(device.client.push(ByteString.copyFromUtf8(text), options))));
  }

  /** The bytes of the relay's first answer to a Hello of this device, in hexadecimal. */
  private static String answer(Path store, String... options) throws Exception {
    List<String> arguments = Stream.concat(Stream.of("knock"), Stream.of(options)).toList();
    try (PythonPeer knocking = PythonPeer.run(store, arguments.toArray(String[]::new))) {
      return PythonPeer.text(knocking.await("answer"), "bytes");
    }
  }

  private static byte[] bytesOf(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static int exitOf(Path store, String... arguments) throws Exception {
    try (PythonPeer peer = PythonPeer.start(store, arguments)) {
      return peer.finish();
    }
  }

  private static List<Path> inOrder(Path folder) throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted(Comparator.comparingLong(
          file -> Long.parseLong(file.getFileName().toString().replace(".deliver", ""))))
          .toList();
    }
  }
}
