package dev.zerok.cli.command;

import dev.zerok.cli.doctor.Checkup;
import dev.zerok.cli.doctor.Finding;
import dev.zerok.cli.terminal.PlainText;
import dev.zerok.cli.terminal.ProgressBar;
import dev.zerok.cli.terminal.Report;
import dev.zerok.cli.terminal.Report.Field;
import dev.zerok.client.ClientConfig;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.ClientStore;
import dev.zerok.client.store.StoreFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zerok doctor}: what keeps this device from syncing, and what to do about it. */
@Command(name = "doctor",
    description = "Look for what keeps this device from syncing, and say what to do about it.",
    footer = "%nThe exit status is 0 if all is well, 3 if the relay refuses this device, 4 if it cannot be reached, and 1 for"
        + " everything else.")
public final class DoctorCommand implements Callable<Integer> {
  private static final long BYTES_PER_MB = 1_000_000;

  @Mixin private DeviceStoreOptions store = new DeviceStoreOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Option(names = "--wait", paramLabel = "SECONDS", defaultValue = "10",
      description = "How long to wait for each of the relay's answers (default: ${DEFAULT-VALUE}).") private int wait;

  @Option(names = "--origin", paramLabel = "URL",
      description = "Ask also whether the relay would let a page of this origin in, https://app.example for instance.") private @Nullable String origin;

  @Option(names = "--min-free", paramLabel = "MB", defaultValue = "64",
      description = "Call the disk full below so much free room (default: ${DEFAULT-VALUE}).") private long minFree;

  @Override
  public Integer call() throws IOException {
    Report report = output.report();
    List<Finding> findings = look();
    for (Finding finding : findings) {
      Finding.Verdict verdict = finding.kind().verdict();
      report.event("finding",
          switch (verdict) {
            case WELL -> "  ok   ";
            case NOTEWORTHY -> "  note ";
            case BROKEN, REFUSED, UNREACHABLE -> "  !!   ";
          } + PlainText.oneLine(finding.words()),
          Field.of("finding", finding.kind()),
          Field.of("verdict", verdict.name().toLowerCase(Locale.ROOT)),
          Field.of("words", PlainText.oneLine(finding.words())),
          Field.of("relay", finding.relay()));
    }
    return findings.stream()
        .map(finding -> exitCodeOf(finding.kind().verdict()))
        .filter(code -> code != ExitCode.OK)
        .findFirst()
        .orElse(ExitCode.OK);
  }

  private static int exitCodeOf(Finding.Verdict verdict) {
    return switch (verdict) {
      case WELL, NOTEWORTHY -> ExitCode.OK;
      case BROKEN -> ExitCode.FAILED;
      case REFUSED -> ExitCode.NOT_ADMITTED;
      case UNREACHABLE -> ExitCode.OFFLINE;
    };
  }

  private List<Finding> look() throws IOException {
    List<Finding> findings = new ArrayList<>();
    ClientStore opened;
    try {
      opened = store.openExisting(output.questions());
    } catch (CommandFailure failure) {
      if (failure.getCause() instanceof StoreFailure cause) {
        findings.add(Checkup.of(cause));
        return findings;
      }
      throw failure;
    }
    findings.add(disk(store.folder()));
    try {
      findings.addAll(
          new Checkup(ClientConfig.of(opened), Duration.ofSeconds(wait)).look(origin));
      return findings;
    } catch (SyncProblem problem) {
      opened.close();
      throw RunningDevice.failure(problem);
    }
  }

  private Finding disk(Path folder) throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace();
    return free < minFree * BYTES_PER_MB
        ? new Finding(Finding.Kind.DISK_FULL, "The disk that holds " + folder + " has "
            + ProgressBar.size(free)
            + " left. Free some room: a device that cannot write stops.")
        : new Finding(Finding.Kind.DISK_HAS_ROOM,
            "The disk has " + ProgressBar.size(free) + " left.");
  }
}
