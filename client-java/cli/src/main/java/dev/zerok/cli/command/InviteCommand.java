package dev.zerok.cli.command;

import dev.zerok.cli.terminal.PlainText;
import dev.zerok.cli.terminal.Questions;
import dev.zerok.cli.terminal.Report;
import dev.zerok.cli.terminal.Report.Field;
import dev.zerok.cli.terminal.TerminalQr;
import dev.zerok.client.Invitation;
import dev.zerok.client.InviteCode;
import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.PairingApproval;
import dev.zerok.protocol.id.DeviceId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code zerok invite}: shows a one-time link and QR code, compares words, adds the device. */
@Command(name = "invite",
    description = "Invite a device: shows a QR code and a link, compares words, adds it.")
public final class InviteCommand implements Callable<Integer> {
  /** How long the relay may take to open the mailbox, in seconds. */
  private static final int CONNECT_SECONDS = 30;

  @Mixin private DeviceStoreOptions store = new DeviceStoreOptions();

  @Mixin private OutputOptions output = new OutputOptions();

  @Option(names = "--admin",
      description = "The new device may invite and remove devices too.") private boolean admin;

  @Option(names = "--seconds", paramLabel = "N", defaultValue = "600",
      description = "How long the invite works, 30 to 600 (default: ${DEFAULT-VALUE}).") private int seconds;

  @Override
  public Integer call() {
    Report report = output.report();
    Questions questions = output.questions();
    InviteOptions options = options();
    try (RunningDevice device = RunningDevice.start(store.openExisting(questions), report, null)) {
      Invitation invitation = device.client()
          .invite(options, (name, choices) -> pick(questions, report, name, choices));
      try {
        InviteCode code = device.await(invitation.code(), CONNECT_SECONDS,
            "The relay was not reached. Inviting needs it; check its address and try again.");
        show(report, code);
        DeviceId added = device.await(invitation.paired(), seconds + 1L,
            "Nobody used the invite in time. Invite again.");
        report.event("paired", "Device " + added + " is in the group and has what it needs.",
            Field.of("device", added.hex()));
        return ExitCode.OK;
      } finally {
        invitation.cancel();
      }
    }
  }

  private InviteOptions options() {
    try {
      return new InviteOptions(seconds, admin, false);
    } catch (IllegalArgumentException wrong) {
      throw new CommandFailure(ExitCode.USAGE, wrong.getMessage() + ".", wrong);
    }
  }

  private static void show(Report report, InviteCode code) {
    report.event("invite",
        TerminalQr.draw(code.link(), Questions.isTerminal())
            + "Scan this with the new device, or run there:\n\n  zerok join '" + code.link()
            + "'\n\n"
            + "The link works once. It holds a secret: give it to nobody else. A device that joins gets what is pushed from then"
            + " on, not what was before.\nWaiting …",
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
