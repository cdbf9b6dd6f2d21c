package dev.zerok.cli.command;

import dev.zerok.cli.file.FileContentType;
import dev.zerok.cli.file.ReceivedFiles;
import dev.zerok.cli.terminal.Report;
import dev.zerok.cli.terminal.Report.Field;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.IncomingContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.CompletionStage;

/** Takes large contents into the folder of received files. */
final class ContentWatch {
  private final ReceivedFiles folder;
  private final Report report;
  private final Runnable received;

  /** @param received runs after each */
  ContentWatch(ReceivedFiles folder, Report report, Runnable received) {
    this.folder = folder;
    this.report = report;
    this.received = received;
  }

  /** From now on; a content is bounded only by the room on this disk. */
  void attachTo(SyncClient client) {
    client.receiveContent(this::take, Long.MAX_VALUE);
  }

  private CompletionStage<Void> take(IncomingContent content) throws IOException {
    Path part = folder.partOf(content.idempotenceKey().replace(':', '-'));
    return content.receiveTo(part).thenAccept(file -> place(content, file));
  }

  private void place(IncomingContent content, Path part) {
    String name = FileContentType.nameIn(content.contentType()).orElse(content.name());
    try {
      Path written = folder.adopt(name, part);
      report.event("received", "Received " + written + ", " + content.size() + " bytes.",
          Field.of("sender", content.sender().hex()), Field.of("content", content.id().hex()),
          Field.of("name", name),
          Field.of("content_type", content.contentType()), Field.of("bytes", content.size()),
          Field.of("sha256", HexFormat.of().formatHex(content.sha256().toByteArray())),
          Field.of("file", written));
      received.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
