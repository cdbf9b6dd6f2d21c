package dev.zerok.cli.e2e;

import com.google.protobuf.ByteString;
import dev.zerok.relay.RelayNode;
import dev.zerok.relay.ops.RelayConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A relay in this process, on a free port, with a folder that outlives it. */
final class TestRelay implements AutoCloseable {
  /** The relay counts at most so much at a time as time that it served. */
  private static final int STEP_MILLIS = 10_000;

  private final RelayNode node;
  private final MovableClock clock;

  private TestRelay(RelayNode node, MovableClock clock) {
    this.node = node;
    this.clock = clock;
  }

  static TestRelay start(Path data) {
    return start(data, 0);
  }

  static TestRelay start(Path data, int port) {
    return start(data, port, Map.of());
  }

  /** With further keys of the relay's configuration. */
  static TestRelay start(Path data, int port, Map<String, String> more) {
    Map<String, String> settings =
        new HashMap<>(
            Map.of("data", data.toString(), "listen", "127.0.0.1:" + port, "ops-listen",
                "127.0.0.1:0"));
    settings.putAll(more);
    MovableClock clock = new MovableClock();
    try {
      return new TestRelay(
          RelayNode.start(RelayConfig.of(settings), clock), clock);
    } catch (Exception e) {
      throw new AssertionError("the relay does not start", e);
    }
  }

  URI url() {
    return URI.create(node.url());
  }

  /** The operator's port. */
  String opsUrl() {
    return "http://127.0.0.1:" + node.opsPort();
  }

  int port() {
    return node.port();
  }

  ByteString identity() {
    return node.identity();
  }

  /** Completes when an administrator asked the relay to end; the program would do so then. */
  CompletableFuture<Void> drained() {
    return node.drainAsked().toCompletableFuture().thenAccept(asked -> {});
  }

  /** Lets it serve for so long, in an instant. Sessions end meanwhile, as no client of theirs can be heard. */
  void serve(Duration time) {
    for (long left = time.toMillis(); left > 0; left -= STEP_MILLIS) {
      clock.advance(STEP_MILLIS);
      node.tick();
    }
  }

  @Override
  public void close() {
    node.stop();
  }
}
