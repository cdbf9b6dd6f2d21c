package dev.zerok.cli.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One of the devices: a folder with a store, and a process of its own for each thing that it does. */
final class DemoDevice {
  private final String name;
  private final Path folder;
  private final String passphrase;

  DemoDevice(String name, Path folder, String passphrase) {
    this.name = name;
    this.folder = folder;
    this.passphrase = passphrase;
  }

  String name() {
    return name;
  }

  /** Runs {@code zerok COMMAND … --json} on this device's store. */
  ChildProcess run(String command, String... arguments) {
    List<String> all =
        new ArrayList<>(List.of(command, "--json", "--store", folder.resolve("store").toString()));
    all.addAll(List.of(arguments));
    return ChildProcess.start(name, passphrase, folder, all.toArray(String[]::new));
  }

  /** Runs it to its end and demands success. */
  void runToEnd(String command, String... arguments) {
    try (ChildProcess child = run(command, arguments)) {
      child.awaitSuccess();
    }
  }

  Path folder() {
    return folder;
  }
}
