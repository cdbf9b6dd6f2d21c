package dev.zerok.cli.bench;

import picocli.CommandLine.Command;

/** {@code zerok bench}: what to measure is a sub-command. */
@Command(name = "bench", description = "Measure the whole system on this machine.",
    subcommands = ContentBenchCommand.class)
public final class BenchCommand {}
