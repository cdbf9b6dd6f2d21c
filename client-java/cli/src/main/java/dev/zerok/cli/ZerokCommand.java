package dev.zerok.cli;

import dev.zerok.cli.bench.BenchCommand;
import dev.zerok.cli.command.AdminCommand;
import dev.zerok.cli.command.CheckpointCommand;
import dev.zerok.cli.command.CloseCommand;
import dev.zerok.cli.command.CompletionCommand;
import dev.zerok.cli.command.DevicesCommand;
import dev.zerok.cli.command.DoctorCommand;
import dev.zerok.cli.command.ExportCommand;
import dev.zerok.cli.command.ImportCommand;
import dev.zerok.cli.command.InitCommand;
import dev.zerok.cli.command.InviteCommand;
import dev.zerok.cli.command.JoinCommand;
import dev.zerok.cli.command.LeaveCommand;
import dev.zerok.cli.command.ManCommand;
import dev.zerok.cli.command.MoveOutboxCommand;
import dev.zerok.cli.command.OpenCommand;
import dev.zerok.cli.command.OutboxCommand;
import dev.zerok.cli.command.ParkedCommand;
import dev.zerok.cli.command.PullCommand;
import dev.zerok.cli.command.PushCommand;
import dev.zerok.cli.command.RecoverCommand;
import dev.zerok.cli.command.RelayCommand;
import dev.zerok.cli.command.RemoveCommand;
import dev.zerok.cli.command.RenameCommand;
import dev.zerok.cli.command.RoleCommand;
import dev.zerok.cli.command.SignalCommand;
import dev.zerok.cli.command.StatusCommand;
import dev.zerok.cli.command.WatchCommand;
import dev.zerok.cli.demo.DemoCommand;
import dev.zerok.client.transport.TrustedCertificates;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program {@code zerok}. */
@Command(
    name = "zerok",
    description = {"Zero-knowledge sync: one relay, your devices, nobody else.%n",
        "Start with: zerok demo%n"},
    mixinStandardHelpOptions = true,
    version = "0k-Sync 0.1.0-SNAPSHOT, protocol 0k.1.std1-draft",
    scope = ScopeType.INHERIT,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
        "0:done",
        "1:not done; one sentence on standard error says why and what to do",
        "2:the command line is wrong",
        "3:the relay does not admit this device, or it is out of the group",
        "4:the relay was not reached in time; what was pushed waits on this device",
        "5:a person said no",
        "6:the relay takes no pushes for now, it or the group is full; what was pushed waits on this device"},
    subcommands = {
        DemoCommand.class,
        BenchCommand.class,
        RelayCommand.class,
        AdminCommand.class,
        InitCommand.class,
        RecoverCommand.class,
        InviteCommand.class,
        JoinCommand.class,
        PushCommand.class,
        PullCommand.class,
        SignalCommand.class,
        RenameCommand.class,
        WatchCommand.class,
        CheckpointCommand.class,
        OutboxCommand.class,
        DevicesCommand.class,
        RemoveCommand.class,
        ExportCommand.class,
        ImportCommand.class,
        MoveOutboxCommand.class,
        RoleCommand.class,
        LeaveCommand.class,
        CloseCommand.class,
        StatusCommand.class,
        DoctorCommand.class,
        ParkedCommand.class,
        OpenCommand.class,
        CompletionCommand.class,
        ManCommand.class})
final class ZerokCommand {
  @Spec private @Nullable CommandSpec spec;

  /** One process runs one command, so that what it trusts is the process's default. */
  @Option(names = "--tls-ca", paramLabel = "FILE", scope = ScopeType.INHERIT,
      defaultValue = "${ZEROK_TLS_CA}",
      description = "For wss://: trust the certificates of this PEM file and no others (or ZEROK_TLS_CA).")
  void trust(@Nullable Path pemFile) {
    if (pemFile == null || pemFile.toString().isEmpty()) {
      return;
    }
    try {
      SSLContext.setDefault(TrustedCertificates.from(pemFile));
    } catch (IOException unusable) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "--tls-ca: " + (unusable instanceof NoSuchFileException
              ? "there is no file " + pemFile + "."
              : unusable.getMessage()),
          unusable);
    }
  }
}
