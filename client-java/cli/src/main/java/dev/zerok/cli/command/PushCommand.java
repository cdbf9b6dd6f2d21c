package dev.zerok.cli.command;

import com.google.protobuf.ByteString;
import dev.zerok.cli.file.FileContentType;
import dev.zerok.cli.terminal.Report;
import dev.zerok.cli.terminal.Report.Field;
import dev.zerok.client.model.PushOptions;
import dev.zerok.client.model.PushReceipt;
import dev.zerok.protocol.limit.Limits;
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
      description = "Files, at most about 1 MiB each.") private List<Path> files = List.of();

  @Option(names = "--text", paramLabel = "TEXT",
      description = "A text instead of, or after, the files.") private @Nullable String text;

  @Option(names = "--stream", paramLabel = "NAME", defaultValue = "",
      description = "The stream's name; the relay never sees it.") private String stream = "";

  @Option(names = "--wait", paramLabel = "SECONDS", defaultValue = "30",
      description = "How long to wait for the relay (default: ${DEFAULT-VALUE}; 0: only put it into the outbox).") private int wait;

  private record Item(String name, String contentType, ByteString body) {}

  @Override
  public Integer call() {
    Report report = output.report();
    List<Item> items = items();
    try (RunningDevice device =
        RunningDevice.start(store.openExisting(output.questions()), report, null)) {
      List<PushReceipt> receipts = new ArrayList<>();
      for (Item item : items) {
        PushOptions options =
            PushOptions.DEFAULT.withStream(stream).withContentType(item.contentType());
        PushReceipt receipt = device.await(device.client().push(item.body(), options), DISK_SECONDS,
            "This disk does not answer.");
        receipts.add(receipt);
        report.event("queued", item.name() + " is sealed and on this device's disk.",
            Field.of("name", item.name()), Field.of("device_seq", receipt.deviceSeq()),
            Field.of("bytes", item.body().size()));
      }
      return wait == 0 ? ExitCode.OK : sent(device, report, items, receipts);
    }
  }

  private int sent(RunningDevice device, Report report, List<Item> items,
      List<PushReceipt> receipts) {
    for (int i = 0; i < receipts.size(); i++) {
      long cursor = device.await(device.client().acknowledged(receipts.get(i)), wait,
          "The relay was not reached. What was pushed is safe on this device's disk and goes out at the next push or watch.");
      report.event("pushed", items.get(i).name() + " is on the relay's disk, sealed.",
          Field.of("name", items.get(i).name()),
          Field.of("device_seq", receipts.get(i).deviceSeq()), Field.of("cursor", cursor));
    }
    return ExitCode.OK;
  }

  /** Everything is read before anything is pushed: a misspelt name pushes nothing. */
  private List<Item> items() {
    List<Item> items = new ArrayList<>();
    for (Path file : files) {
      Path name = file.getFileName();
      String shown = name == null ? file.toString() : name.toString();
      items.add(new Item(shown, FileContentType.of(shown), read(file)));
    }
    if (text != null) {
      items.add(new Item("the text", FileContentType.TEXT, ByteString.copyFromUtf8(text)));
    }
    if (items.isEmpty()) {
      throw new CommandFailure(ExitCode.USAGE, "Nothing to push. Name files, or give --text TEXT.");
    }
    return items;
  }

  private static ByteString read(Path file) {
    try {
      long size = Files.size(file);
      if (size > Limits.BODY_BYTES) {
        throw new CommandFailure(ExitCode.FAILED,
            file + " has " + size + " bytes; a push holds about " + Limits.BODY_BYTES
                + ". Split it; nothing was pushed.");
      }
      return ByteString.copyFrom(Files.readAllBytes(file));
    } catch (NoSuchFileException missing) {
      throw new CommandFailure(ExitCode.FAILED,
          "There is no file " + file + ". Nothing was pushed.", missing);
    } catch (IOException unreadable) {
      throw new CommandFailure(ExitCode.FAILED, file + " cannot be read. Nothing was pushed.",
          unreadable);
    }
  }
}
