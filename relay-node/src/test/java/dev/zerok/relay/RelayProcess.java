package dev.zerok.relay;

import com.google.protobuf.ByteString;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A relay in a process of its own, which a test may kill. Its log goes to a file. */
final class RelayProcess implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final Path log;
  private final ByteString identity;
  private final int port;
  private final int opsPort;

  private RelayProcess(Process process, Path log, ByteString identity, int port,
      int opsPort) {
    this.process = process;
    this.log = log;
    this.identity = identity;
    this.port = port;
    this.opsPort = opsPort;
  }

  /** Starts a relay and waits until it says that it listens. */
  static RelayProcess start(Path data, Path log, String... flags) throws IOException {
    return start(data, log, Map.of(), flags);
  }

  /** The same with further environment variables. */
  static RelayProcess start(
      Path data, Path log, Map<String, String> environment, String... flags) throws IOException {
    Process process = launch(data, log, environment, flags);
    BufferedReader out = process.inputReader();
    ByteString identity = ByteString.EMPTY;
    int port = 0;
    int opsPort = 0;
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("relay identity: ")) {
        identity = ByteString
            .copyFrom(HexFormat.of().parseHex(line.substring("relay identity: ".length())));
      } else if (line.startsWith("listening on: ")) {
        port = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
      } else if (line.startsWith("health/metrics: ")) {
        opsPort = Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
      } else if (line.startsWith("crypto: ")) {
        return new RelayProcess(process, log, identity, port, opsPort);
      }
    }
    throw new IOException("the relay did not start: " + Files.readString(log));
  }

  /** Starts a relay on a folder that it cannot use, say, and returns the process. */
  static Process launch(Path data, Path log, String... flags) throws IOException {
    return launch(data, log, Map.of(), flags);
  }

  private static Process launch(
      Path data, Path log, Map<String, String> environment, String... flags) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                RelayMain.class.getName(),
                "--data",
                data.toString(),
                "--listen",
                "127.0.0.1:0",
                "--ops-listen",
                "127.0.0.1:0"));
    command.addAll(List.of(flags));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  NodeFixture devices(String seed) {
    return new NodeFixture(port, identity, seed);
  }

  long pid() {
    return process.pid();
  }

  int opsPort() {
    return opsPort;
  }

  ByteString identity() {
    return identity;
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  /** SIGTERM; returns the exit code. */
  int terminate() throws InterruptedException {
    process.toHandle().destroy();
    return exitCode();
  }

  /** SIGKILL: no line of its code runs any more. */
  void kill() throws InterruptedException {
    process.toHandle().destroyForcibly();
    exitCode();
  }

  /** Sends SIGTERM and does not wait. */
  void beginTermination() {
    process.toHandle().destroy();
  }

  int exitCode() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the relay did not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
