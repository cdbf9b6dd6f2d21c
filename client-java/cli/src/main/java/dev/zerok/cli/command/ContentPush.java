package dev.zerok.cli.command;

import dev.zerok.cli.file.FileContentType;
import dev.zerok.cli.terminal.ProgressBar;
import dev.zerok.cli.terminal.Questions;
import dev.zerok.cli.terminal.Report;
import dev.zerok.cli.terminal.Report.Field;
import dev.zerok.client.model.ContentTransfer;
import dev.zerok.client.model.PushOptions;
import java.nio.file.Path;

/** One file that is pushed as a large content, with a progress bar where a person looks. */
final class ContentPush {
  /** Time to read a file once before its transfer begins, in seconds. */
  private static final int HASH_SECONDS = 24 * 3600;

  private static final String KEPT =
      "The transfer goes on at the next push or watch; leave the file as it is until then.";

  private final RunningDevice device;
  private final Report report;
  private final ContentTransfer transfer;
  private final ProgressBar bar;
  private final long size;

  private ContentPush(RunningDevice device, Report report, ContentTransfer transfer,
      ProgressBar bar, long size) {
    this.device = device;
    this.report = report;
    this.transfer = transfer;
    this.bar = bar;
    this.size = size;
  }

  /** Begins a transfer; when this returns it goes on whatever crashes. */
  static ContentPush begin(RunningDevice device, Report report, Path file, String name,
      String stream, long size) {
    ProgressBar bar =
        new ProgressBar(System.err, Questions.isTerminal() && !report.isJson(), name, size);
    PushOptions options =
        PushOptions.DEFAULT.withStream(stream).withContentType(FileContentType.of(name));
    ContentTransfer transfer =
        device.client().push(file, options, progress -> bar.at(progress.bytes()));
    device.awaitStored(transfer.stored(), HASH_SECONDS);
    report.event("queued", name + " is on its way, in parts; leave it as it is.",
        Field.of("name", name), Field.of("content", transfer.id().hex()),
        Field.of("bytes", size));
    return new ContentPush(device, report, transfer, bar, size);
  }

  /** Waits until the relay has all of it, as long as it comes on within {@code seconds} each time. */
  void awaitSent(int seconds) {
    try (bar) {
      long before = -1;
      while (!isSent(seconds, before)) {
        before = transfer.progress().bytes();
      }
    }
    report.event("pushed", transfer.name() + " is on the relay's disk, sealed.",
        Field.of("name", transfer.name()), Field.of("content", transfer.id().hex()),
        Field.of("bytes", size));
  }

  private boolean isSent(int seconds, long before) {
    try {
      device.awaitTaken(transfer.completed(), seconds, KEPT);
      return true;
    } catch (CommandFailure failure) {
      boolean late =
          failure.exitCode() == ExitCode.OFFLINE || failure.exitCode() == ExitCode.DELAYED;
      if (late && transfer.progress().bytes() > before) {
        return false;
      }
      throw failure;
    }
  }
}
