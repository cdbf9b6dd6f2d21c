package dev.zerok.cli.command;

import com.google.protobuf.ByteString;
import dev.zerok.cli.file.FileContentType;
import dev.zerok.cli.terminal.Report;
import dev.zerok.cli.terminal.Report.Field;
import dev.zerok.protocol.id.DeviceId;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zerok signal}: a few words to devices that are online now. */
@Command(name = "signal",
    description = "Send a short text to the devices that are online now. Nothing is stored; it may be lost.")
public final class SignalCommand implements Callable<Integer> {
  @Mixin private DeviceStoreOptions store = new DeviceStoreOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "TEXT",
      description = "The text, at most 4096 bytes.") private String text =
          "";

  @Option(names = "--to", paramLabel = "DEVICE",
      description = "One device only: its id as 'zerok devices' shows it, or an unmistakable beginning.") private @Nullable String to;

  @Option(names = "--wait", paramLabel = "SECONDS", defaultValue = "10",
      description = "How long to try to reach the relay (default: ${DEFAULT-VALUE}).") private int wait;

  @Override
  public Integer call() {
    Report report = output.report();
    try (RunningDevice running =
        RunningDevice.start(store.openExisting(output.questions()), report, null)) {
      DeviceId device =
          to == null ? null : DevicePrefix.find(to, running.client().devices());
      String late = "The relay was not reached, and a signal cannot wait.";
      running.await(running.connected(), wait, late);
      ByteString body = ByteString.copyFromUtf8(text);
      CompletableFuture<Void> sent = device == null
          ? running.client().signal(body, FileContentType.TEXT)
          : running.client().signal(body, FileContentType.TEXT, device);
      running.await(sent, wait, late);
      report.event("signalled", "Signalled to who is online now.",
          Field.of("to", device == null ? "" : device.hex()));
    }
    return ExitCode.OK;
  }
}
