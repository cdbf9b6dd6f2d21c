package dev.zerok.cli.command;

import dev.zerok.cli.terminal.PlainText;
import dev.zerok.cli.terminal.ProgressBar;
import dev.zerok.cli.terminal.Report;
import dev.zerok.cli.terminal.Report.Field;
import dev.zerok.client.ClientConfig;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.ParkedBlob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zerok parked}: the blobs that do not open and are kept here. */
@Command(name = "parked",
    description = "List the blobs that do not open and are kept on this device. Works offline.",
    footer = "%nA device tries them again by itself with every new key. A blob that never opens was damaged or forged: "
        + "drop it; what it was its sender can push again.")
public final class ParkedCommand implements Callable<Integer> {
  /** What to do with them, besides showing. */
  static final class Deed {
    @Option(names = "--retry",
        description = "Try them all again now; those that open are received by the next watch.") private boolean retry;

    @Option(names = "--drop", paramLabel = "CURSOR",
        description = "Forget the one at this cursor for good.") private @Nullable Long drop;

    @Option(names = "--export", paramLabel = "DIR",
        description = "Write each one's Deliver frame into this folder, for 'zerok open' on another device.") private @Nullable Path export;
  }

  @Mixin private DeviceStoreOptions store = new DeviceStoreOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @ArgGroup(exclusive = true) private Deed deed = new Deed();

  @Override
  public Integer call() throws IOException {
    Report report = output.report();
    try (SyncClient client =
        RunningDevice.open(ClientConfig.of(store.openExisting(output.questions())))) {
      if (deed.drop != null) {
        drop(client, deed.drop, report);
        return ExitCode.OK;
      }
      if (deed.retry) {
        int before = client.parked().size();
        int opened = client.retryParked().join();
        report.event("retried", opened + " of " + before + " open now.",
            Field.of("opened", opened), Field.of("tried", before));
      }
      for (ParkedBlob blob : client.parked()) {
        show(blob, report);
        if (deed.export != null) {
          Files.createDirectories(deed.export);
          Files.write(deed.export.resolve(blob.cursor() + ".deliver"),
              blob.deliver().toByteArray());
        }
      }
    }
    return ExitCode.OK;
  }

  private static void drop(SyncClient client, long cursor, Report report) {
    if (!client.dropParked(cursor).join()) {
      throw new CommandFailure(ExitCode.FAILED,
          "No blob is parked at cursor " + cursor + ". Run 'zerok parked' to see which are.");
    }
    report.event("dropped", "Dropped the blob at cursor " + cursor + ".",
        Field.of("cursor", cursor));
  }

  private static void show(ParkedBlob blob, Report report) {
    String since = blob.sinceMillis() == 0
        ? "not known"
        : Instant.ofEpochMilli(blob.sinceMillis()).toString();
    report.event("parked",
        "cursor " + blob.cursor() + ", from " + blob.sender().hex() + " number " + blob.deviceSeq()
            + ", epoch " + blob.epoch() + ", " + ProgressBar.size(blob.bytes()) + ", since " + since
            + ": " + PlainText.oneLine(blob.reason()),
        Field.of("cursor", blob.cursor()), Field.of("sender", blob.sender().hex()),
        Field.of("device_seq", blob.deviceSeq()), Field.of("epoch", blob.epoch()),
        Field.of("bytes", blob.bytes()), Field.of("since", since),
        Field.of("reason", blob.reason()));
  }
}
