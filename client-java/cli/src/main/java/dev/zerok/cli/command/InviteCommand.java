package dev.zerok.cli.command;

import dev.zerok.cli.file.FolderState;
import dev.zerok.cli.terminal.PlainText;
import dev.zerok.cli.terminal.Questions;
import dev.zerok.cli.terminal.Report;
import dev.zerok.cli.terminal.Report.Field;
import dev.zerok.cli.terminal.TerminalQr;
import dev.zerok.client.CodeInvitation;
import dev.zerok.client.Invitation;
import dev.zerok.client.InviteCode;
import dev.zerok.client.SpokenCode;
import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.PairingApproval;
import dev.zerok.protocol.id.DeviceId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zerok invite}: shows a one-time link and QR code, or a code to be told, compares words, adds the device. */
@Command(name = "invite",
    description = "Invite a device: shows a QR code and a link (or, with --code, a short code to be told), compares words, adds it.")
public final class InviteCommand implements Callable<Integer> {
  /** How long the relay may take to open the mailbox, in seconds. */
  private static final int CONNECT_SECONDS = 30;

  @Mixin private DeviceStoreOptions store = new DeviceStoreOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Option(names = "--admin",
      description = "The new device may invite and remove devices too.") private boolean admin;

  @Option(names = "--code",
      description = "Show a short code to be told, 12345-word-word-word. One attempt: a wrong one burns it.") private boolean code;

  @Option(names = "--passphrase",
      description = "Ask for a passphrase that both persons know, and show five digits to be told.") private boolean passphrase;

  @Option(names = "--replaces", paramLabel = "DEVICE",
      description = "A lost device of the same person: it goes out as the new one comes in.") private String replaces =
          "";

  @Option(names = "--seconds", paramLabel = "N", defaultValue = "600",
      description = "How long the invite works, 30 to 600 (default: ${DEFAULT-VALUE}).") private int seconds;

  @Option(names = "--history", paramLabel = "DIR",
      description = "The new device begins with the files of this folder, as zerok watch --into keeps it.") private @Nullable Path history;

  @Override
  public Integer call() {
    Report report = output.report();
    Questions questions = output.questions();
    InviteOptions options = options();
    if (code && passphrase) {
      throw new CommandFailure(ExitCode.USAGE, "Give --code or --passphrase, not both.");
    }
    try (RunningDevice device = RunningDevice.start(store.openExisting(questions), report, null,
        history == null ? FolderState.later() : FolderState.offering(history), client -> {})) {
      if (!replaces.isEmpty()) {
        options = options.replacing(DevicePrefix.find(replaces, device.client().devices()));
      }
      if (code || passphrase) {
        return byCode(device, questions, report, options);
      }
      Invitation invitation = device.client()
          .invite(options, (name, choices) -> pick(questions, report, name, choices));
      try {
        InviteCode code = device.await(invitation.code(), CONNECT_SECONDS,
            "The relay was not reached. Inviting needs it; check its address and try again.");
        show(report, code, history != null);
        paired(device, report, invitation.paired());
        return ExitCode.OK;
      } finally {
        invitation.cancel();
      }
    }
  }

  private int byCode(RunningDevice device, Questions questions, Report report,
      InviteOptions options) {
    PairingApproval approval = (name, choices) -> pick(questions, report, name, choices);
    CodeInvitation invitation = code
        ? device.client().inviteByCode(options, approval)
        : byPassphrase(device, questions, options, approval);
    try {
      SpokenCode spoken = device.await(invitation.code(), CONNECT_SECONDS,
          "The relay was not reached. Inviting needs it; check its address and try again.");
      show(report, spoken);
      paired(device, report, invitation.paired());
      return ExitCode.OK;
    } finally {
      invitation.cancel();
    }
  }

  private static CodeInvitation byPassphrase(RunningDevice device, Questions questions,
      InviteOptions options, PairingApproval approval) {
    char[] typed = PairingPassphrase.ask(questions);
    try {
      return device.client().inviteByPassphrase(options, typed, approval);
    } finally {
      Arrays.fill(typed, '\0');
    }
  }

  private void paired(RunningDevice device, Report report, CompletableFuture<DeviceId> paired) {
    DeviceId added = device.await(paired, seconds + 1L,
        "Nobody used the invite in time. Invite again.");
    report.event("paired", "Device " + added + " is in the group and has what it needs.",
        Field.of("device", added.hex()));
    if (history != null) {
      CheckpointCommand.push(device, report);
    }
  }

  private void show(Report report, SpokenCode spoken) {
    String identity = HexFormat.of().formatHex(spoken.relayIdentity().toByteArray());
    String option = code ? "--code " : "--nameplate ";
    report.event("code",
        "\n    " + spoken.text()
            + "\n\nTell this to the other person, who runs there:\n\n  zerok join "
            + option + spoken.text() + " --relay " + spoken.relayUrl() + " --relay-identity "
            + identity + "\n\n"
            + "It works once: a wrong word burns it. A device that joins gets what is pushed from then on"
            + (history == null ? ", not what was before." : ", and begins with the folder's files.")
            + "\nWaiting …",
        Field.of("code", spoken.text()), Field.of("relay", spoken.relayUrl()),
        Field.of("relay_identity", identity), Field.of("expires_at", spoken.expiresAtSeconds()));
  }

  private InviteOptions options() {
    try {
      return new InviteOptions(seconds, admin, history != null);
    } catch (IllegalArgumentException wrong) {
      throw new CommandFailure(ExitCode.USAGE,
          "The invite cannot be made like this: " + wrong.getMessage() + ".", wrong);
    }
  }

  private static void show(Report report, InviteCode code, boolean hasHistory) {
    report.event("invite",
        TerminalQr.draw(code.link(), Questions.isTerminal())
            + "Scan this with the new device, or run there:\n\n  zerok join '" + code.link()
            + "'\n\n"
            + "The link works once. It holds a secret: give it to nobody else. A device that joins gets what is pushed from then"
            + (hasHistory
                ? " on, and begins with the folder's files.\nWaiting …"
                : " on, not what was before (--history DIR gives it a folder's files).\nWaiting …"),
        Field.of("link", code.link()), Field.of("expires_at", code.expiresAtSeconds()));
  }

  /** The person has as long as the invite lives; asking does not hold up the client. */
  private static CompletableFuture<Integer> pick(
      Questions questions, Report report, String foreignName, List<List<String>> choices) {
    String name = PlainText.oneLine(foreignName);
    List<Field> fields = new ArrayList<>(List.of(Field.of("name", name)));
    StringBuilder words = new StringBuilder(
        "\nA device that calls itself \"" + name + "\" wants in. Which words does it show?\n\n");
    for (int i = 0; i < choices.size(); i++) {
      String line = String.join(" ", choices.get(i));
      words.append("  ").append(i + 1).append("  ").append(line).append('\n');
      fields.add(Field.of("choice_" + (i + 1), line));
    }
    words.append("  0  none of these\n");
    report.event("approve", words.toString(), fields.toArray(Field[]::new));
    return CompletableFuture.supplyAsync(() -> answer(questions, choices.size()),
        Thread::startVirtualThread);
  }

  private static int answer(Questions questions, int choices) {
    String question = "Number (0 to " + choices + "):";
    for (String given = questions.ask(question).orElse("0");;
        given = questions.ask(question).orElse("0")) {
      if (given.matches("[0-9]") && Integer.parseInt(given) <= choices) {
        return given.equals("0") ? PairingApproval.NONE : Integer.parseInt(given) - 1;
      }
    }
  }
}
