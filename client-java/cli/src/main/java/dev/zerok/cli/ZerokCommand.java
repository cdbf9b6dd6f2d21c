package dev.zerok.cli;

import dev.zerok.cli.command.DevicesCommand;
import dev.zerok.cli.command.InitCommand;
import dev.zerok.cli.command.InviteCommand;
import dev.zerok.cli.command.JoinCommand;
import dev.zerok.cli.command.OutboxCommand;
import dev.zerok.cli.command.PushCommand;
import dev.zerok.cli.command.RelayCommand;
import dev.zerok.cli.command.RemoveCommand;
import dev.zerok.cli.command.StatusCommand;
import dev.zerok.cli.command.WatchCommand;
import dev.zerok.cli.demo.DemoCommand;
import picocli.CommandLine.Command;

/** The program {@code zerok}. */
@Command(
    name = "zerok",
    description = {"Zero-knowledge sync: one relay, your devices, nobody else.%n",
        "Start with: zerok demo%n"},
    mixinStandardHelpOptions = true,
    version = "0k-Sync 0.1.0-SNAPSHOT, protocol 0k.1.std1-draft",
    scope = picocli.CommandLine.ScopeType.INHERIT,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
        "0:done",
        "1:not done; one sentence on standard error says why and what to do",
        "2:the command line is wrong",
        "3:the relay does not admit this device, or it is out of the group",
        "4:the relay was not reached in time; what was pushed waits on this device",
        "5:a person said no"},
    subcommands = {
        DemoCommand.class,
        RelayCommand.class,
        InitCommand.class,
        InviteCommand.class,
        JoinCommand.class,
        PushCommand.class,
        WatchCommand.class,
        OutboxCommand.class,
        DevicesCommand.class,
        RemoveCommand.class,
        StatusCommand.class})
final class ZerokCommand {}
