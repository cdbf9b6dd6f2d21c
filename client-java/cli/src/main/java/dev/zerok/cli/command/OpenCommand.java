package dev.zerok.cli.command;

import com.google.protobuf.ByteString;
import dev.zerok.cli.file.FileContentType;
import dev.zerok.cli.terminal.PlainText;
import dev.zerok.cli.terminal.Report;
import dev.zerok.cli.terminal.Report.Field;
import dev.zerok.client.ClientConfig;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.IncomingBlob;
import dev.zerok.client.model.OpenedBlob;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.limit.Limits;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zerok open}: what is in a blob that was captured somewhere, for whoever has a key of it. */
@Command(name = "open",
    description = "Open a captured blob with this device's own keys. Works offline and changes nothing.",
    footer = "%nThe file holds a Deliver frame (as 'zerok outbox --export' and 'zerok parked --export' write it, or as it "
        + "stands inside a relay's message), or the sealed payload of a push that this device still keeps.")
public final class OpenCommand implements Callable<Integer> {
  @Mixin private DeviceStoreOptions store = new DeviceStoreOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "FILE", description = "The captured bytes.") private Path file =
      Path.of(".");

  @Option(names = "--out", paramLabel = "FILE",
      description = "Write what is in it there; nothing that is there is replaced.") private @Nullable Path out;

  @Override
  public Integer call() throws IOException {
    ByteString captured = read(file);
    Report report = output.report();
    try (SyncClient client =
        RunningDevice.open(ClientConfig.of(store.openExisting(output.questions())))) {
      OpenedBlob opened = client.openSealed(captured);
      if (out != null) {
        write(out, opened.blob().body());
      }
      show(opened, report);
      return ExitCode.OK;
    } catch (SyncProblem problem) {
      throw RunningDevice.failure(problem);
    }
  }

  private static ByteString read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new CommandFailure(ExitCode.FAILED, "There is no file " + file + ".");
    }
    if (Files.size(file) > Limits.BULK_FRAME_BYTES) {
      throw new CommandFailure(ExitCode.FAILED,
          file + " is longer than any frame; it should hold one Deliver frame and nothing else.");
    }
    return ByteString.copyFrom(Files.readAllBytes(file));
  }

  private static void write(Path out, ByteString body) throws IOException {
    try {
      Files.write(out, body.toByteArray(), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException there) {
      throw new CommandFailure(ExitCode.FAILED, out + " is there already; nothing was written.",
          there);
    }
  }

  private void show(OpenedBlob opened, Report report) {
    IncomingBlob blob = opened.blob();
    List<Field> fields = new ArrayList<>(List.of(
        Field.of("kind", opened.kind()), Field.of("epoch", opened.epoch()),
        Field.of("sender", blob.sender().hex()), Field.of("device_seq", blob.deviceSeq()),
        Field.of("cursor", blob.cursor()), Field.of("content_type", blob.contentType()),
        Field.of("sent_at_millis", blob.sentAtMillis()), Field.of("bytes", blob.body().size()),
        Field.of("sha256", HexFormat.of().formatHex(Sha256.of(blob.body().toByteArray())))));
    String words = "Opened: " + opened.kind() + " of " + blob.sender().hex() + " number "
        + blob.deviceSeq() + ", epoch " + opened.epoch() + ", " + blob.body().size() + " bytes"
        + (blob.contentType().isEmpty() ? "" : " of " + PlainText.oneLine(blob.contentType()));
    if (out != null) {
      fields.add(Field.of("file", out));
      words += ", written to " + out;
    } else if (blob.contentType().equals(FileContentType.TEXT)) {
      String text = blob.body().toStringUtf8();
      fields.add(Field.of("text", text));
      words += ": " + PlainText.lines(text);
    }
    report.event("opened", words, fields.toArray(Field[]::new));
  }
}
