package dev.zerok.cli.demo;

import dev.zerok.cli.command.CommandFailure;
import dev.zerok.cli.command.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The relay's process and its data folder. It can be killed and comes back on the same port with the same folder. */
final class DemoRelay implements AutoCloseable {
  /** Where a relay listens if nothing else is said. */
  static final int USUAL_PORT = 8484;

  private static final Pattern IDENTITY = Pattern.compile("identity\\W+([0-9a-f]{64})");

  private final Path home;
  private final int port;
  private ChildProcess process;
  private String identity = "";

  private DemoRelay(Path home, int port) {
    this.home = home;
    this.port = port;
    this.process = launch();
  }

  /** Starts a relay and waits until it takes connections. */
  static DemoRelay start(Path home, int port) {
    DemoRelay relay = new DemoRelay(home, port);
    try {
      relay.awaitReady();
      return relay;
    } catch (DemoFailure failure) {
      relay.close();
      throw failure;
    }
  }

  /**
   * That port, or any free one for 0.
   *
   * @throws CommandFailure if another program has it
   */
  static int freePort(int wanted) {
    try (ServerSocket probe = new ServerSocket(wanted, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return probe.getLocalPort();
    } catch (IOException taken) {
      throw new CommandFailure(ExitCode.FAILED, "Port " + wanted
          + " is in use, perhaps by another relay or demo. End that one, or take any free port: zerok demo --port 0",
          taken);
    }
  }

  private ChildProcess launch() {
    return ChildProcess.start("relay", "", home, "relay", "--data", data().toString(), "--listen",
        "127.0.0.1:" + port,
        "--ops-listen", "127.0.0.1:0");
  }

  private void awaitReady() {
    identity = process.awaitLine("its identity", line -> {
      Matcher found = IDENTITY.matcher(line);
      return found.find() ? Optional.of(found.group(1)) : Optional.empty();
    });
  }

  /** Comes back after {@link #kill9}. */
  void restart() {
    String before = identity;
    process = launch();
    awaitReady();
    if (!before.equals(identity)) {
      throw new DemoFailure("The relay came back with another identity.");
    }
  }

  void kill9() {
    process.kill9();
  }

  long pid() {
    return process.pid();
  }

  int port() {
    return port;
  }

  String identity() {
    return identity;
  }

  /** The folder that holds everything the relay keeps. */
  Path data() {
    return home.resolve("relay-data");
  }

  @Override
  public void close() {
    process.close();
  }
}
