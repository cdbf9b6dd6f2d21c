package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.PushOptions;
import dev.zerok.client.store.MemoryClientStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints between our client and the one that was written from PROTOCOL.md alone. */
@Timeout(180)
class PythonPeerHistoryTest {
  @TempDir private Path folder;

  @BeforeEach
  void needsPython() throws Exception {
    PythonPeer.assumeItRuns();
  }

  @Test
  void selfTest_holdsEveryVectorAndEveryRuleInMemory() throws Exception {
    try (PythonPeer checking = PythonPeer.startScript(List.of("selftest.py"))) {
      assertThat(checking.finish()).as("%s", checking.lines()).isZero();
    }
  }

  @Test
  @Tag("CKPT-1")
  @Tag("CKPT-2")
  void wholeGroupInPython_pairsMakesCheckpointsAndRemovesOverOurRelay() throws Exception {
    try (TestRelay relay = TestRelay.start(folder);
        PythonPeer checking =
            PythonPeer.startScript(
                List.of(
                    "livecheck.py",
                    relay.url().toString(),
                    HexFormat.of().formatHex(relay.identity().toByteArray())))) {
      assertThat(checking.finish()).as("%s", checking.lines()).isZero();
    }
  }

  @Test
  @Tag("PAIR-8")
  @Tag("CKPT-6")
  void latePythonDevice_isGivenTheStateOfAJavaDevice_andThenWhatCameAfterIt() throws Exception {
    NotesApp app = new NotesApp();
    Path store = folder.resolve("late.json");
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice laptop = ClientDevice.creating(relay, app).start()) {
      push(laptop, app, "one");
      push(laptop, app, "two");
      PythonPeer.join(laptop.client, store);
      push(laptop, app, "three");

      try (PythonPeer watching =
          PythonPeer.run(store, "watch", "--count", "2", "--stream", NotesApp.STREAM)) {
        String state = watching.await("restore");
        assertThat(PythonPeer.text(state, "text")).isEqualTo("one\\ntwo");
        assertThat(PythonPeer.text(state, "stream")).isEqualTo(NotesApp.STREAM);
        assertThat(PythonPeer.text(watching.await("payload"), "text")).isEqualTo("three");
      }
    }
  }

  @Test
  @Tag("CKPT-1")
  @Tag("CKPT-2")
  @Tag("CKPT-6")
  void lateJavaDevice_isGivenTheStateOfAPythonDevice_whereTheInviterCannotWriteItDown()
      throws Exception {
    NotesApp app = new NotesApp();
    NotesApp lateApp = new NotesApp();
    Path store = folder.resolve("python.json");
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice laptop = ClientDevice.creating(relay, app).start()) {
      PythonPeer.join(laptop.client, store);
      PythonPeer.run(store, "watch", "--count", "1").close();
      app.stopWritingDown();
      PythonPeer.run(store, "push", "milk", "bread", "--stream", NotesApp.STREAM).close();
      try (ClientDevice late =
          laptop.pair(new MemoryClientStore(), InviteOptions.DEFAULT, lateApp).start()) {
        PythonPeer.run(store, "sync").close();
        PythonPeer.run(store, "push", "after the pairing", "--stream", NotesApp.STREAM).close();
        Path state = Files.writeString(folder.resolve("state"), "milk\nbread\nafter the pairing");

        try (PythonPeer making = PythonPeer.run(store, "checkpoint", state.toString(), "--stream",
            NotesApp.STREAM, "--part-bytes", "10")) {
          assertThat(making.await("checkpoint_made")).contains("\"parts\": 3");
        }

        assertThat(lateApp.log.poll(ClientDevice.PATIENCE_SECONDS, TimeUnit.SECONDS))
            .isEqualTo("state of 3");
        assertThat(lateApp.notes()).containsExactly("milk", "bread", "after the pairing");
        PythonPeer.run(store, "push", "live", "--stream", NotesApp.STREAM).close();
        assertThat(lateApp.log.poll(ClientDevice.PATIENCE_SECONDS, TimeUnit.SECONDS))
            .isEqualTo("blob live");
        assertThat(late.client.status().parked()).isZero();
      }
    }
  }

  private static void push(ClientDevice device, NotesApp app, String note) {
    app.add(note);
    var options = PushOptions.DEFAULT.withStream(NotesApp.STREAM);
    ClientDevice.await(device.client.acknowledged(
        ClientDevice.await(device.client.push(ByteString.copyFromUtf8(note), options))));
  }
}
