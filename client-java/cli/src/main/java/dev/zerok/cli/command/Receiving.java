package dev.zerok.cli.command;

import com.google.protobuf.ByteString;
import dev.zerok.cli.file.FileContentType;
import dev.zerok.cli.file.FolderState;
import dev.zerok.cli.file.ReceivedFiles;
import dev.zerok.cli.terminal.PlainText;
import dev.zerok.cli.terminal.Report;
import dev.zerok.cli.terminal.Report.Field;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.BlobHandler;
import dev.zerok.client.model.IncomingBlob;
import dev.zerok.protocol.hash.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** What a command that receives does with what comes: a file is written, large ones and those of a checkpoint too, a text is shown. */
final class Receiving {
  private final @Nullable Path into;
  private final @Nullable ReceivedFiles folder;
  private final Report report;
  private final IntConsumer counted;
  private final AtomicInteger received = new AtomicInteger();

  /**
   * @param into where files are written; null: nowhere, and large ones are refused
   * @param counted hears after each text and file how many came so far
   */
  Receiving(@Nullable Path into, Report report, IntConsumer counted) throws IOException {
    this.into = into;
    this.folder = into == null ? null : new ReceivedFiles(into);
    this.report = report;
    this.counted = counted;
  }

  /** Texts and files so far. */
  int received() {
    return received.get();
  }

  BlobHandler handler() {
    return BlobHandler.of(this::apply);
  }

  /** Where another device's state goes; the folder is offered to devices that come late. */
  FolderState state() {
    return into == null
        ? FolderState.receiving(this::ofCheckpoint)
        : FolderState.of(into, this::ofCheckpoint);
  }

  /** Takes large contents, where there is a folder for them. Before the client starts. */
  void attachTo(SyncClient client) {
    if (folder != null) {
      new ContentWatch(folder, report, this::countOne).attachTo(client);
    }
  }

  /** A file of another device's checkpoint. */
  private void ofCheckpoint(String name, ByteString body) throws IOException {
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

  private void apply(IncomingBlob blob) throws IOException {
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

  private void countOne() {
    counted.accept(received.incrementAndGet());
  }
}
