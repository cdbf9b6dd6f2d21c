package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.cli.command.ExitCode;
import dev.zerok.cli.demo.ChildProcess;
import dev.zerok.client.NewGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code zerok invite} as a process that a person answers, at a real relay. */
class InviteCommandTest {
  @TempDir Path folder;

  private static ChildProcess invite(CommandLineDevice device, String... more) {
    String[] args = {"invite", "--json", "--store", device.folder().resolve("store").toString()};
    String[] all = Arrays.copyOf(args, args.length + more.length);
    System.arraycopy(more, 0, all, args.length, more.length);
    return ChildProcess.start("inviter", CommandLineDevice.PASSPHRASE, device.folder(), List.of(),
        all);
  }

  @Test
  void replaces_takesTheLostDeviceOut_asTheNewOneComesIn() throws Exception {
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"))) {
      CommandLineDevice laptop = CommandLineDevice.founding(folder.resolve("laptop"), relay);
      CommandLineDevice lost = laptop.paired(folder.resolve("lost"));
      CompletableFuture<List<String>> words = new CompletableFuture<>();
      String fresh;
      try (ChildProcess invite = invite(laptop, "--replaces", lost.id().substring(0, 8))) {
        CompletableFuture<ClientDevice> joining = ClientDevice.joiningLater(
            String.valueOf(invite.awaitEvent("invite").get("link")), words);
        Map<String, String> choices = invite.awaitEvent("approve");
        String shown = String.join(" ", ClientDevice.await(words));
        for (int i = 1; i <= 4; i++) {
          if (shown.equals(choices.get("choice_" + i))) {
            invite.answer(Integer.toString(i));
          }
        }
        try (ClientDevice joined = ClientDevice.await(joining)) {
          fresh = joined.client.status().device().hex();
        }
        assertThat(invite.awaitEvent("paired")).containsEntry("device", fresh);
        invite.awaitSuccess();
      }

      assertThat(laptop.zerok("devices").each("device"))
          .containsExactlyInAnyOrder(laptop.id(), fresh);
      assertThat(lost.zerok("status").code()).isEqualTo(ExitCode.NOT_ADMITTED);
      ZerokRun unknown = laptop.zerok("invite", "--replaces", "zz");
      assertThat(unknown.code()).isEqualTo(ExitCode.FAILED);
      assertThat(unknown.err()).contains("No device of the group begins with 'zz'");
    }
  }

  @Test
  void code_namesTheAddressAtWhichTheRelayIs() throws Exception {
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"))) {
      CommandLineDevice laptop = CommandLineDevice.founding(folder.resolve("laptop"),
          new NewGroup("holiday", "laptop", List.of(deadAddress(), relay.url()), relay.identity(),
              ByteString.EMPTY));
      try (ChildProcess invite = invite(laptop, "--code")) {
        assertThat(invite.awaitEvent("code")).containsEntry("relay", relay.url().toString());
      }
    }
  }

  /** Nobody listens there: the port was free a moment ago. */
  private static URI deadAddress() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("ws://127.0.0.1:" + free.getLocalPort());
    }
  }
}
