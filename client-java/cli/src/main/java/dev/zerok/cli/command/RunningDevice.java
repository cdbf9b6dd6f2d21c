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
import dev.zerok.client.model.SyncStatus;
import dev.zerok.client.store.ClientStore;
import dev.zerok.protocol.error.ErrorCode;
import java.util.Optional;
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
    return start(store, report, handler, snapshots, true, before);
  }

  /** The same; {@code presence}: whether others see this device and it sees them. */
  static RunningDevice start(ClientStore store, Report report, @Nullable BlobHandler handler,
      Snapshots snapshots, boolean presence, Consumer<SyncClient> before) {
    RunningDevice device = open(store, report, handler, snapshots, presence, before);
    device.client.start();
    return device;
  }

  /** As {@link #start}, but the client is not started: for a pull. */
  static RunningDevice idle(ClientStore store, Report report, BlobHandler handler,
      Snapshots snapshots, Consumer<SyncClient> before) {
    return open(store, report, handler, snapshots, true, before);
  }

  private static RunningDevice open(ClientStore store, Report report,
      @Nullable BlobHandler handler, Snapshots snapshots, boolean presence,
      Consumer<SyncClient> before) {
    Trouble trouble = new Trouble(report);
    // A folder does not hold what this device pushed from elsewhere: only a person can say that it is the whole state.
    ClientConfig config = ClientConfig.of(store)
        .withListener(trouble::see)
        .withSnapshots(snapshots)
        .withPresence(presence)
        .withCheckpointAfter(0);
    SyncClient client = open(handler == null ? config : config.withHandler(handler));
    before.accept(client);
    trouble.seeStopped(client);
    return new RunningDevice(client, trouble);
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
   * Waits for something that needs this disk and no relay: a device that stopped may still do it.
   *
   * @param seconds how long
   */
  <T> T awaitStored(CompletableFuture<T> goal, long seconds) {
    return await(goal, new Trouble(trouble.report), seconds, "This disk does not answer.");
  }

  /**
   * Waits for something that needs the relay.
   *
   * @param seconds how long
   * @param late what to say when that time is over
   * @throws CommandFailure with the status that fits what stood in the way
   */
  public <T> T await(CompletableFuture<T> goal, long seconds, String late) {
    try {
      return await(goal, trouble, seconds, late);
    } catch (CommandFailure failure) {
      SyncStatus status = client.status();
      if (failure.exitCode() == ExitCode.OFFLINE
          && status.connection() == SyncStatus.ConnectionState.CATCHING_UP) {
        throw new CommandFailure(ExitCode.OFFLINE, failure.getMessage()
            + " This device is connected, and what waits for it comes first: receive it with zerok watch --into DIR.",
            failure);
      }
      throw failure;
    }
  }

  /**
   * The same for a push that the relay shall have: a relay that takes none for now was reached all the same.
   *
   * @param kept where the push is meanwhile, and when it goes out
   * @throws CommandFailure with {@link ExitCode#DELAYED} then
   */
  <T> T awaitTaken(CompletableFuture<T> goal, long seconds, String kept) {
    try {
      return await(goal, seconds, "The relay was not reached. " + kept);
    } catch (CommandFailure failure) {
      Optional<ErrorCode> delayed = client.status().pushesDelayed();
      if (failure.exitCode() != ExitCode.OFFLINE || delayed.isEmpty()) {
        throw failure;
      }
      String words = trouble.delayed.isEmpty() ? delayed.get().advice() : trouble.delayed;
      throw new CommandFailure(ExitCode.DELAYED, PlainText.oneLine(words) + " " + kept, failure);
    }
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
    private volatile String delayed = "";

    Trouble(Report report) {
      this.report = report;
      this.contents = new ContentNewsReport(report);
    }

    /** A device that stopped for good in an earlier run says so in no event, and waits for nothing any more. */
    void seeStopped(SyncClient client) {
      if (client.status().stopped().isPresent()) {
        CompletableFuture<Void> _ = client.caughtUp().whenComplete((_, stopped) -> {
          if (stopped != null) {
            fatal.completeExceptionally(failure(stopped));
          }
        });
      }
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
          tell(e);
          connected.complete(null);
        }
        case SyncEvent.PushDelayed e -> {
          delayed = e.words();
          tell(e);
        }
        case SyncEvent.ContentNews e -> contents.see(e.event());
        case SyncEvent.SignalReceived e -> report.event("signal",
            "  · Signal from " + e.sender().hex() + ": "
                + PlainText.oneLine(e.body().toStringUtf8()),
            Field.of("sender", e.sender().hex()), Field.of("content_type", e.contentType()),
            Field.of("text", e.body().toStringUtf8()));
        default -> tell(event);
      }
    }

    private void tell(SyncEvent event) {
      // Every event is a record.
      report.event(EventFields.name((Record) event), "  · " + PlainText.oneLine(event.words()),
          EventFields.of(event));
    }

    private void end(SyncEvent event, int exitCode) {
      fatal.completeExceptionally(new CommandFailure(exitCode, PlainText.oneLine(event.words())));
    }
  }
}
