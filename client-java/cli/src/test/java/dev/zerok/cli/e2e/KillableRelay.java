package dev.zerok.cli.e2e;

import com.google.protobuf.ByteString;
import dev.zerok.relay.RelayMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A relay in a process of its own, to be killed with -9 and started again on the same port and folder. */
final class KillableRelay implements AutoCloseable {
  private static final String IDENTITY = "relay identity: ";
  private static final String ADDRESS = "listening on:   ";

  private final Path data;
  private int port;
  private ByteString identity = ByteString.EMPTY;
  private @Nullable Process process;

  private KillableRelay(Path data) {
    this.data = data;
  }

  static KillableRelay start(Path data) throws IOException {
    KillableRelay relay = new KillableRelay(data);
    relay.launch();
    return relay;
  }

  /** Starts, and waits until it takes connections. */
  void launch() throws IOException {
    Process started = new ProcessBuilder(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
        "-cp", System.getProperty("java.class.path"), RelayMain.class.getName(),
        "--data", data.toString(), "--listen", "127.0.0.1:" + port, "--ops-listen", "127.0.0.1:0"))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
    process = started;
    BufferedReader output = started.inputReader();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(IDENTITY)) {
        identity = ByteString.copyFrom(HexFormat.of().parseHex(line.substring(IDENTITY.length())));
      } else if (line.startsWith(ADDRESS)) {
        port = URI.create(line.substring(ADDRESS.length())).getPort();
        return;
      }
    }
    throw new AssertionError("the relay ended by itself");
  }

  URI url() {
    return URI.create("ws://127.0.0.1:" + port);
  }

  ByteString identity() {
    return identity;
  }

  void kill9() throws InterruptedException {
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
      if (!running.waitFor(ClientDevice.PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("the relay does not die");
      }
      process = null;
    }
  }

  @Override
  public void close() throws Exception {
    kill9();
  }
}
