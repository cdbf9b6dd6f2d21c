package dev.zerok.cli.command;

import com.google.protobuf.ByteString;
import dev.zerok.cli.file.FileContentType;
import dev.zerok.cli.file.FolderState;
import dev.zerok.cli.file.ReceivedFiles;
import dev.zerok.cli.terminal.PlainText;
import dev.zerok.cli.terminal.Report;
import dev.zerok.cli.terminal.Report.Field;
import dev.zerok.client.model.BlobHandler;
import dev.zerok.client.model.IncomingBlob;
import dev.zerok.protocol.hash.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zerok watch}: receives, opens, writes to disk, acknowledges. */
@Command(name = "watch",
    description = "Receive what other devices push, and push what waits here. Runs until Ctrl-C.")
public final class WatchCommand implements Callable<Integer> {
  /** "Until told otherwise", in seconds. */
  private static final long FOREVER = Long.MAX_VALUE / 2_000_000_000L;

  @Mixin private DeviceStoreOptions store = new DeviceStoreOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Option(names = "--into", paramLabel = "DIR",
      description = "Write received files here, large ones too. Nothing that is there is replaced. Without it large files are refused.") private @Nullable Path into;

  @Option(names = "--count", paramLabel = "N", defaultValue = "0",
      description = "End after so many texts and files (0: go on).") private int count;

  @Option(names = "--until-caught-up",
      description = "End when everything that was waiting is here.") private boolean untilCaughtUp;

  @Option(names = "--for", paramLabel = "SECONDS", defaultValue = "0",
      description = "Give up after so many seconds (0: never).") private long seconds;

  @Option(names = "--no-presence",
      description = "Hide from the other devices that this one is online; it does not see them either.") private boolean hidden;

  private final CompletableFuture<Void> countReached = new CompletableFuture<>();
  private int received;

  @Override
  public Integer call() throws IOException {
    Report report = output.report();
    ReceivedFiles folder = into == null ? null : new ReceivedFiles(into);
    BlobHandler handler = BlobHandler.of(blob -> apply(blob, folder, report));
    FolderState.FileReceiver files = (name, body) -> received(name, body, folder, report);
    FolderState state =
        into == null ? FolderState.receiving(files) : FolderState.of(into, files);
    try (RunningDevice device =
        RunningDevice.start(store.openExisting(output.questions()), report, handler, state,
            !hidden, client -> {
              if (folder != null) {
                new ContentWatch(folder, report, this::countOne).attachTo(client);
              }
            })) {
      long patience = seconds > 0 ? seconds : FOREVER;
      String late = "Time is over: " + received + " received.";
      if (count > 0) {
        device.await(countReached, patience, late);
      }
      if (count > 0 || untilCaughtUp) {
        device.await(device.client().caughtUp(), patience, late);
        return ExitCode.OK;
      }
      return device.await(new CompletableFuture<>(), patience, late);
    }
  }

  /** A file of another device's checkpoint. */
  private void received(String name, ByteString body, @Nullable ReceivedFiles folder, Report report)
      throws IOException {
    List<Field> fields = new ArrayList<>(List.of(
        Field.of("checkpoint", true), Field.of("name", name), Field.of("bytes", body.size()),
        Field.of("sha256", HexFormat.of().formatHex(Sha256.of(body.toByteArray())))));
    String words = "Received " + PlainText.oneLine(name) + " of a checkpoint, " + body.size()
        + " bytes; give --into DIR to keep files.";
    if (folder != null) {
      Path written = folder.write(name, body);
      fields.add(Field.of("file", written));
      words = "Received " + written + " of a checkpoint, " + body.size() + " bytes.";
    }
    report.event("received", words, fields.toArray(Field[]::new));
    countOne();
  }

  /** What is done with a blob, also by a pull: a file is written, a text shown. */
  static BlobHandler receiver(@Nullable Path into, Report report) throws IOException {
    ReceivedFiles folder = into == null ? null : new ReceivedFiles(into);
    WatchCommand watch = new WatchCommand();
    return BlobHandler.of(blob -> watch.apply(blob, folder, report));
  }

  private void apply(IncomingBlob blob, @Nullable ReceivedFiles folder, Report report)
      throws IOException {
    List<Field> fields = new ArrayList<>(List.of(
        Field.of("sender", blob.sender().hex()), Field.of("device_seq", blob.deviceSeq()),
        Field.of("cursor", blob.cursor()),
        Field.of("content_type", blob.contentType()), Field.of("bytes", blob.body().size()),
        Field.of("sha256", HexFormat.of().formatHex(Sha256.of(blob.body().toByteArray())))));
    Optional<String> name = FileContentType.nameIn(blob.contentType());
    name.ifPresent(given -> fields.add(Field.of("name", given)));
    String words;
    if (name.isPresent() && folder != null) {
      Path written = folder.write(name.get(), blob.body());
      fields.add(Field.of("file", written));
      words = "Received " + written + ", " + blob.body().size() + " bytes.";
    } else if (blob.contentType().equals(FileContentType.TEXT)) {
      String text = blob.body().toStringUtf8();
      fields.add(Field.of("text", text));
      words = "Received: " + PlainText.lines(text);
    } else {
      words = "Received " + name.map(PlainText::oneLine).orElse("a blob") + ", "
          + blob.body().size() + " bytes"
          + (folder == null
              ? "; give --into DIR to keep files."
              : ", of an unknown type; it is not written.");
    }
    report.event("received", words, fields.toArray(Field[]::new));
    countOne();
  }

  private synchronized void countOne() {
    received++;
    if (received == count) {
      countReached.complete(null);
    }
  }
}
