package dev.zerok.example;

import com.google.protobuf.ByteString;
import dev.zerok.client.ClientConfig;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.JoinPrompts;
import dev.zerok.relay.RelayNode;
import dev.zerok.relay.ops.RelayConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A relay and a laptop, for examples to join. Persons agree to everything. */
final class ExampleGroup implements AutoCloseable {
  static final long PATIENCE_SECONDS = 60;

  private final Path data;
  private final int port;
  private RelayNode relay;
  final SyncClient laptop;
  final CompletableFuture<String> kit = new CompletableFuture<>();

  private ExampleGroup(Path data, ClientConfig laptop) throws Exception {
    this.data = data;
    this.relay = relayAt(data, 0);
    this.port = relay.port();
    this.laptop = QuickStart.create(laptop, URI.create(relay.url()), relay.identity(),
        kit::complete);
  }

  private static RelayNode relayAt(Path data, int port) throws Exception {
    return RelayNode.start(RelayConfig.of(Map.of("data", data.toString(), "listen",
        "127.0.0.1:" + port, "ops-listen", "127.0.0.1:0")));
  }

  static ExampleGroup start(Path folder, ClientConfig laptop) throws Exception {
    return new ExampleGroup(folder.resolve("relay"), laptop);
  }

  /** The relay is away from now on. */
  void goOffline() {
    relay.stop();
  }

  /** The relay is back, at the same address. */
  void goOnline() throws Exception {
    relay = relayAt(data, port);
  }

  /** Pairs a device in the way of the quick start. */
  SyncClient join(ClientConfig device) throws Exception {
    CompletableFuture<String> link = new CompletableFuture<>();
    CompletableFuture<List<String>> words = new CompletableFuture<>();
    var paired = QuickStart.invite(laptop,
        (name, choices) -> words.thenApply(choices::indexOf), link::complete);
    SyncClient joined = await(QuickStart.join(device, await(link), new JoinPrompts() {
      @Override
      public CompletionStage<Boolean> consent(String group, String inviter, boolean hasHistory) {
        return CompletableFuture.completedFuture(true);
      }

      @Override
      public void showWords(List<String> shown) {
        words.complete(shown);
      }
    }));
    await(paired);
    return joined;
  }

  void push(String text) throws Exception {
    laptop.push(ByteString.copyFromUtf8(text).toByteArray())
        .get(PATIENCE_SECONDS,
            TimeUnit.SECONDS);
  }

  static <T> T await(CompletableFuture<T> future) throws Exception {
    return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    laptop.close();
    relay.stop();
  }
}
