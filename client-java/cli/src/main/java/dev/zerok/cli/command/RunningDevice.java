package dev.zerok.cli.command;

import dev.zerok.cli.file.FolderState;
import dev.zerok.cli.terminal.PlainText;
import dev.zerok.cli.terminal.Report;
import dev.zerok.cli.terminal.Report.Field;
import dev.zerok.client.ClientConfig;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.BlobHandler;
import dev.zerok.client.model.Snapshots;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.ClientStore;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client that runs for the length of one command. What happens to it is reported; what ends it for good ends the command with
 * the right exit status.
 */
public final class RunningDevice implements AutoCloseable {
  private final SyncClient client;
  private final Trouble trouble;

  private RunningDevice(SyncClient client, Trouble trouble) {
    this.client = client;
    this.trouble = trouble;
  }

  /** Opens the device of an existing store and starts it. The client closes the store. */
  public static RunningDevice start(ClientStore store, Report report,
      @Nullable BlobHandler handler) {
    return start(store, report, handler, FolderState.later(), client -> {});
  }

  /**
   * The same.
   *
   * @param snapshots the state that others get, and where theirs goes
   * @param before runs when the device is open and not started
   */
  static RunningDevice start(ClientStore store, Report report, @Nullable BlobHandler handler,
      Snapshots snapshots, Consumer<SyncClient> before) {
    Trouble trouble = new Trouble(report);
    ClientConfig config =
        ClientConfig.of(store).withListener(trouble::see).withSnapshots(snapshots);
    if (handler != null) {
      config = config.withHandler(handler);
    }
    SyncClient client = open(config);
    before.accept(client);
    return new RunningDevice(client.start(), trouble);
  }

  /** As {@link #start}, but the client is not started: for a pull. */
  static RunningDevice idle(ClientStore store, Report report, BlobHandler handler) {
    Trouble trouble = new Trouble(report);
    ClientConfig config = ClientConfig.of(store).withListener(trouble::see).withHandler(handler);
    return new RunningDevice(open(config), trouble);
  }

  /** Opens a device without starting it. The client closes the store, also if there is no device in it. */
  static SyncClient open(ClientConfig config) {
    try {
      return SyncClient.open(config);
    } catch (SyncProblem problem) {
      config.store().close();
      throw failure(problem);
    }
  }

  public SyncClient client() {
    return client;
  }

  /** Completes when the relay has admitted this device. */
  public CompletableFuture<Void> connected() {
    return trouble.connected;
  }

  /**
   * Waits for something that needs the relay.
   *
   * @param seconds how long
   * @param late what to say when that time is over
   * @throws CommandFailure with the status that fits what stood in the way
   */
  public <T> T await(CompletableFuture<T> goal, long seconds, String late) {
    return await(goal, trouble, seconds, late);
  }

  static <T> T await(CompletableFuture<T> goal, Trouble trouble, long seconds, String late) {
    try {
      CompletableFuture.anyOf(goal, trouble.fatal).get(seconds, TimeUnit.SECONDS);
      return goal.join();
    } catch (TimeoutException timeout) {
      throw new CommandFailure(ExitCode.OFFLINE, late, timeout);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.FAILED, "Interrupted.", interrupted);
    } catch (ExecutionException | CompletionException wrapped) {
      throw failure(wrapped.getCause());
    }
  }

  /** The same thing as a command's end. A defect stays what it is. */
  static RuntimeException failure(@Nullable Throwable cause) {
    return switch (cause) {
      case CommandFailure already -> already;
      case SyncProblem problem ->
          new CommandFailure(exitCodeOf(problem.reason()), String.valueOf(problem.getMessage()),
              problem);
      case CompletionException wrapped -> failure(wrapped.getCause());
      case RuntimeException defect -> defect;
      case null, default -> new IllegalStateException(cause);
    };
  }

  private static int exitCodeOf(SyncProblem.Reason reason) {
    return switch (reason) {
      case OFFLINE -> ExitCode.OFFLINE;
      case REFUSED, NOT_A_MEMBER -> ExitCode.NOT_ADMITTED;
      default -> ExitCode.FAILED;
    };
  }

  @Override
  public void close() {
    client.close();
  }

  /** Watches the events for what a person should know and for what ends everything. */
  static final class Trouble {
    private final Report report;
    private final ContentNewsReport contents;
    private final CompletableFuture<Void> fatal = new CompletableFuture<>();
    private final CompletableFuture<Void> connected = new CompletableFuture<>();

    Trouble(Report report) {
      this.report = report;
      this.contents = new ContentNewsReport(report);
    }

    void see(SyncEvent event) {
      switch (event) {
        case SyncEvent.NotAdmitted e -> end(e, ExitCode.NOT_ADMITTED);
        case SyncEvent.RemovedFromGroup e -> end(e, ExitCode.NOT_ADMITTED);
        case SyncEvent.GroupEnded e -> end(e, ExitCode.NOT_ADMITTED);
        case SyncEvent.ForkDetected e -> end(e, ExitCode.FAILED);
        case SyncEvent.StoreIsOlder e -> end(e, ExitCode.FAILED);
        case SyncEvent.UpdateNeeded e -> end(e, ExitCode.FAILED);
        case SyncEvent.RelayReset e -> end(e, ExitCode.FAILED);
        case SyncEvent.Displaced e -> end(e, ExitCode.FAILED);
        case SyncEvent.ParkingFull e -> end(e, ExitCode.FAILED);
        case SyncEvent.Failed e -> end(e, ExitCode.FAILED);
        case SyncEvent.Connected e -> {
          tell("connected", e, Field.of("waiting", e.pending()));
          connected.complete(null);
        }
        case SyncEvent.Disconnected e ->
            tell("disconnected", e, Field.of("retry_in_millis", e.retryInMillis()));
        case SyncEvent.ContentNews e -> contents.see(e.event());
        case SyncEvent.CaughtUp e -> tell("caught_up", e, Field.of("cursor", e.cursor()));
        case SyncEvent.DeviceJoined e ->
            tell("device_joined", e, Field.of("device", e.device().hex()));
        case SyncEvent.DeviceGone e -> tell("device_gone", e, Field.of("device", e.device().hex()));
        case SyncEvent.SignalReceived e -> report.event("signal",
            "  · Signal from " + e.sender().hex() + ": "
                + PlainText.oneLine(e.body().toStringUtf8()),
            Field.of("sender", e.sender().hex()), Field.of("content_type", e.contentType()),
            Field.of("text", e.body().toStringUtf8()));
        case SyncEvent.EpochStarted e -> tell("epoch_started", e, Field.of("epoch", e.epoch()));
        default -> tell(snakeCase(event.getClass().getSimpleName()), event);
      }
    }

    private void tell(String name, SyncEvent event, Field... fields) {
      String words = PlainText.oneLine(event.words());
      Field[] all = Arrays.copyOf(fields, fields.length + 1);
      all[fields.length] = Field.of("words", words);
      report.event(name, "  · " + words, all);
    }

    private void end(SyncEvent event, int exitCode) {
      fatal.completeExceptionally(new CommandFailure(exitCode, PlainText.oneLine(event.words())));
    }

    private static String snakeCase(String camelCase) {
      return camelCase.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
  }
}
