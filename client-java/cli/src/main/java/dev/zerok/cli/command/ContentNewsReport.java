package dev.zerok.cli.command;

import dev.zerok.cli.terminal.PlainText;
import dev.zerok.cli.terminal.ProgressBar;
import dev.zerok.cli.terminal.Questions;
import dev.zerok.cli.terminal.Report;
import dev.zerok.client.model.ContentEvent;
import org.jspecify.annotations.Nullable;

/** Says what happens to large contents: progress as a bar where a person looks, the rest in words. One thread at a time. */
final class ContentNewsReport {
  private final Report report;
  private @Nullable ProgressBar bar;

  ContentNewsReport(Report report) {
    this.report = report;
  }

  void see(ContentEvent event) {
    switch (event) {
      case ContentEvent.ContentArriving arriving -> {
        tell(event);
        endBar();
        bar = new ProgressBar(System.err, Questions.isTerminal() && !report.isJson(),
            arriving.name(), arriving.size());
      }
      case ContentEvent.ContentReceived part -> {
        if (bar != null) {
          bar.at(part.bytes());
        }
        if (part.bytes() == part.size()) {
          endBar();
        }
      }
      default -> {
        endBar();
        tell(event);
      }
    }
  }

  private void endBar() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  private void tell(ContentEvent event) {
    report.event(EventFields.name((Record) event), "  · " + PlainText.oneLine(event.words()),
        EventFields.of(event));
  }
}
