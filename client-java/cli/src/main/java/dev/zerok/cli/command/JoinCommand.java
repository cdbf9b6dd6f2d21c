package dev.zerok.cli.command;

import dev.zerok.cli.terminal.PlainText;
import dev.zerok.cli.terminal.Questions;
import dev.zerok.cli.terminal.Report;
import dev.zerok.cli.terminal.Report.Field;
import dev.zerok.client.ClientConfig;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.JoinPrompts;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.model.SyncStatus;
import dev.zerok.client.store.FileClientStore;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code zerok join LINK}, or by a code: asks, shows three words, and is a device of the group when the other side has picked them. */
@Command(name = "join",
    description = "Join a group by an invite link, or by a code that you were told.")
public final class JoinCommand implements Callable<Integer> {
  /** As long as the longest invite, in seconds. */
  private static final int LONGEST_SECONDS = 600;

  @Mixin private DeviceStoreOptions store = new DeviceStoreOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Parameters(paramLabel = "LINK", arity = "0..1",
      description = "The invite link, zerok://join/1#… Others on this machine can see it while the command runs: - asks for it instead.") private @Nullable String link;

  @Mixin private JoinCodeOptions code = new JoinCodeOptions();

  @Option(names = "--name", paramLabel = "NAME", defaultValue = "${HOSTNAME:-another device}",
      description = "This device's name.") private String deviceName = "";

  @Option(names = "--yes",
      description = "Join without being asked (the words are still compared at the inviter).") private boolean yes;

  @Override
  public Integer call() {
    Report report = output.report();
    Questions questions = output.questions();
    AtomicBoolean declined = new AtomicBoolean();
    RunningDevice.Trouble trouble = new RunningDevice.Trouble(report);
    code.requireOneWay(link);
    try (FileClientStore file = store.create(questions)) {
      ClientConfig config = ClientConfig.of(file).withListener(trouble::see);
      JoinPrompts prompts = new Prompts(report, questions, declined);
      CompletableFuture<SyncClient> joining = link == null
          ? code.join(config, questions, deviceName, prompts)
          : SyncClient.join(config, typed(link, questions, "Invite link:"), deviceName, prompts);
      try (SyncClient client = RunningDevice.await(joining, trouble, LONGEST_SECONDS,
          "The inviter did not answer in time. Ask for a new invite.")) {
        SyncStatus status = client.status();
        report.event("joined",
            "This device is in the group \"" + PlainText.oneLine(status.groupName())
                + "\". Next: zerok watch",
            Field.of("group", status.group().hex()), Field.of("device", status.device().hex()));
        return ExitCode.OK;
      }
    } catch (CommandFailure failure) {
      if (declined.get() && failure.getCause() instanceof SyncProblem) {
        throw new CommandFailure(ExitCode.DECLINED, "Not joined.", failure);
      }
      throw failure;
    }
  }

  /** What was given, or asked for where that was {@code -}: arguments are no secret on a machine with other users. */
  static String typed(String given, Questions questions, String question) {
    return given.equals("-") ? questions.ask(question).orElse("") : given;
  }

  /** Asks and shows at this terminal. */
  private final class Prompts implements JoinPrompts {
    private final Report report;
    private final Questions questions;
    private final AtomicBoolean declined;

    Prompts(Report report, Questions questions, AtomicBoolean declined) {
      this.report = report;
      this.questions = questions;
      this.declined = declined;
    }

    @Override
    public CompletionStage<Boolean> consent(String groupName, String inviterName,
        boolean hasHistory) {
      String group = PlainText.oneLine(groupName);
      String inviter = PlainText.oneLine(inviterName);
      report.event("consent",
          "\"" + inviter + "\" invites this device into the group \"" + group + "\"."
              + (hasHistory ? "" : " It starts empty: what was before does not come along."),
          Field.of("group_name", group), Field.of("inviter_name", inviter),
          Field.of("has_history", hasHistory));
      return CompletableFuture.supplyAsync(() -> {
        boolean agreed = yes || questions.agrees("Join?");
        declined.set(!agreed);
        return agreed;
      }, Thread::startVirtualThread);
    }

    @Override
    public void showWords(List<String> words) {
      String line = String.join(" ", words);
      report.event("words", "\n    " + line + "\n\nPick these words at the inviting device.",
          Field.of("words", line));
    }
  }
}
