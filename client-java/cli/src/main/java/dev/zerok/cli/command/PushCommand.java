package dev.zerok.cli.command;

import com.google.protobuf.ByteString;
import dev.zerok.cli.file.FileContentType;
import dev.zerok.cli.terminal.Report;
import dev.zerok.cli.terminal.Report.Field;
import dev.zerok.client.model.PushOptions;
import dev.zerok.client.model.PushReceipt;
import dev.zerok.protocol.seal.Sealer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zerok push}: files and texts into the outbox, and from there to the relay if it is reached in time. */
@Command(name = "push",
    description = "Push files or a text to the other devices. Works offline: what waits goes out later.")
public final class PushCommand implements Callable<Integer> {
  /** Time to store one push on this disk, in seconds: only a broken machine takes longer. */
  private static final int DISK_SECONDS = 60;

  @Mixin private DeviceStoreOptions store = new DeviceStoreOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "FILE", arity = "0..*",
      description = "Files of any size.") private List<Path> files = List.of();

  @Option(names = "--text", paramLabel = "TEXT",
      description = "A text instead of, or after, the files.") private @Nullable String text;

  @Option(names = "--stream", paramLabel = "NAME", defaultValue = "",
      description = "The stream's name; the relay never sees it.") private String stream = "";

  @Option(names = "--wait", paramLabel = "SECONDS", defaultValue = "30",
      description = "How long to wait for the relay (default: ${DEFAULT-VALUE}; 0: only put it into the outbox).") private int wait;

  @Option(names = "--content-from", paramLabel = "BYTES", defaultValue = "524288",
      description = "Files over this size go as large content: in parts, resumed where it stopped (default: ${DEFAULT-VALUE}, at most 1046528).") private long contentFrom;

  /** Something to push: a body, or a file that is so large that it goes in parts. */
  private record Item(String name, String contentType, ByteString body, @Nullable Path large,
      long size) {}

  @Override
  public Integer call() {
    Report report = output.report();
    List<Item> items = items();
    try (RunningDevice device =
        RunningDevice.start(store.openExisting(output.questions()), report, null)) {
      List<Unsent> waiting = new ArrayList<>();
      for (Item item : items) {
        if (item.large() != null) {
          ContentPush content = ContentPush.begin(device, report, item.large(), item.name(),
              stream, item.size());
          waiting.add(content::awaitSent);
          continue;
        }
        PushOptions options =
            PushOptions.DEFAULT.withStream(stream).withContentType(item.contentType());
        PushReceipt receipt = device.awaitStored(device.client().push(item.body(), options),
            DISK_SECONDS);
        waiting.add(seconds -> sent(device, report, item, receipt, seconds));
        report.event("queued", item.name() + " is sealed and on this device's disk.",
            Field.of("name", item.name()), Field.of("device_seq", receipt.deviceSeq()),
            Field.of("bytes", item.body().size()));
      }
      if (wait > 0) {
        waiting.forEach(one -> one.await(wait));
      }
      return ExitCode.OK;
    }
  }

  /** Something that was pushed, until the relay has it. */
  private interface Unsent {
    void await(int seconds);
  }

  private static void sent(RunningDevice device, Report report, Item item, PushReceipt receipt,
      int seconds) {
    long cursor = device.awaitTaken(device.client().acknowledged(receipt), seconds,
        "What was pushed is safe on this device's disk and goes out at the next push or watch.");
    report.event("pushed", item.name() + " is on the relay's disk, sealed.",
        Field.of("name", item.name()), Field.of("device_seq", receipt.deviceSeq()),
        Field.of("cursor", cursor));
  }

  /** Everything is read before anything is pushed: a misspelt name pushes nothing. */
  private List<Item> items() {
    List<Item> items = new ArrayList<>();
    for (Path file : files) {
      Path name = file.getFileName();
      String shown = name == null ? file.toString() : name.toString();
      items.add(item(shown, file));
    }
    if (text != null) {
      ByteString body = ByteString.copyFromUtf8(text);
      items.add(new Item("the text", FileContentType.TEXT, body, null, body.size()));
    }
    if (items.isEmpty()) {
      throw new CommandFailure(ExitCode.USAGE, "Nothing to push. Name files, or give --text TEXT.");
    }
    return items;
  }

  private Item item(String name, Path file) {
    try {
      long size = Files.size(file);
      boolean large = size > Math.min(contentFrom, Sealer.MAX_BODY_BYTES);
      ByteString body =
          large ? ByteString.EMPTY : ByteString.copyFrom(Files.readAllBytes(file));
      return new Item(name, FileContentType.of(name), body, large ? file : null, size);
    } catch (NoSuchFileException missing) {
      throw new CommandFailure(ExitCode.FAILED,
          "There is no file " + file + ". Nothing was pushed.", missing);
    } catch (IOException unreadable) {
      throw new CommandFailure(ExitCode.FAILED, file + " cannot be read. Nothing was pushed.",
          unreadable);
    }
  }
}
