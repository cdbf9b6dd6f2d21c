package dev.zerok.cli.e2e;

import com.google.protobuf.ByteString;
import dev.zerok.client.ClientConfig;
import dev.zerok.client.Invitation;
import dev.zerok.client.InviteCode;
import dev.zerok.client.NewGroup;
import dev.zerok.client.RecoveryKit;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.BlobHandler;
import dev.zerok.client.model.IncomingBlob;
import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.JoinPrompts;
import dev.zerok.client.model.PushOptions;
import dev.zerok.client.model.PushReceipt;
import dev.zerok.client.model.RecoveryOptions;
import dev.zerok.client.model.Snapshots;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.store.ClientStore;
import dev.zerok.client.store.MemoryClientStore;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A client whose blobs and events a test waits for. */
final class ClientDevice implements AutoCloseable {
  static final long PATIENCE_SECONDS = 30;

  final BlockingQueue<IncomingBlob> blobs = new LinkedBlockingQueue<>();
  final BlockingQueue<SyncEvent> events = new LinkedBlockingQueue<>();
  final SyncClient client;

  private ClientDevice(java.util.function.Function<ClientDevice, SyncClient> start) {
    client = start.apply(this);
  }

  private ClientConfig config(ClientStore store) {
    return ClientConfig.of(store).withListener(events::add).withHandler(BlobHandler.of(blobs::add));
  }

  static ClientDevice creating(ClientStore store, URI relay, ByteString identity) {
    return new ClientDevice(device -> {
      var created =
          SyncClient.create(device.config(store), NewGroup.at(relay, identity, "holiday", "first"));
      created.kit().close();
      return created.client();
    });
  }

  private ClientConfig config(ClientStore store, NotesApp app) {
    return ClientConfig.of(store)
        .withListener(events::add)
        .withHandler(BlobHandler.of(app::handle))
        .withSnapshots(app);
  }

  static ClientDevice creating(TestRelay relay, NotesApp app) {
    return creating(relay, app, config -> config);
  }

  /** The same, configured otherwise in some way. */
  static ClientDevice creating(TestRelay relay, NotesApp app, UnaryOperator<ClientConfig> change) {
    return new ClientDevice(device -> {
      var created =
          SyncClient.create(change.apply(device.config(new MemoryClientStore(), app)),
              NewGroup.at(relay.url(), relay.identity(), "holiday", "first"));
      created.kit().close();
      return created.client();
    });
  }

  /** One that gives new devices that state, and keeps the blobs that come for the test. */
  static ClientDevice offering(TestRelay relay, Snapshots state) {
    return new ClientDevice(device -> {
      var created = SyncClient.create(
          device.config(new MemoryClientStore()).withSnapshots(state),
          NewGroup.at(relay.url(), relay.identity(), "holiday", "first"));
      created.kit().close();
      return created.client();
    });
  }

  static ClientDevice creating(ClientStore store, NewGroup group) {
    return new ClientDevice(device -> {
      var created = SyncClient.create(device.config(store), group);
      created.kit().close();
      return created.client();
    });
  }

  static ClientDevice creating(TestRelay relay) {
    return creating(new MemoryClientStore(), relay.url(), relay.identity());
  }

  static ClientDevice opening(ClientStore store, NotesApp app) {
    return new ClientDevice(device -> SyncClient.open(device.config(store, app)));
  }

  static ClientDevice opening(ClientStore store, NotesApp app, UnaryOperator<ClientConfig> change) {
    return new ClientDevice(device -> SyncClient.open(change.apply(device.config(store, app))));
  }

  static ClientDevice opening(ClientStore store) {
    return new ClientDevice(device -> SyncClient.open(device.config(store)));
  }

  /** A new device that brings the group back with its kit. */
  static ClientDevice recovering(ClientStore store, RecoveryKit kit, RecoveryOptions options) {
    return new ClientDevice(
        device -> await(SyncClient.recover(device.config(store), kit, options)));
  }

  /** Joins by a link; the person agrees, and the words are told to whoever waits for them. */
  static ClientDevice joining(String link, CompletableFuture<List<String>> words) {
    return new ClientDevice(device -> await(SyncClient.join(
        device.config(new MemoryClientStore()), link, "second", agreeing(words))));
  }

  /** The same, where somebody else has to answer in between. */
  static CompletableFuture<ClientDevice> joiningLater(String link,
      CompletableFuture<List<String>> words) {
    return CompletableFuture.supplyAsync(() -> joining(link, words), Thread::startVirtualThread);
  }

  ClientDevice start() {
    client.start();
    return this;
  }

  /** Pairs a new device by this one's invite; both persons agree to the right words. */
  ClientDevice pair(ClientStore store, InviteOptions options) {
    return pair(options, device -> device.config(store));
  }

  /** The same with an app that gets the state of the others. */
  ClientDevice pair(ClientStore store, InviteOptions options, NotesApp app) {
    return pair(options, device -> device.config(store, app));
  }

  /** The same, configured otherwise in some way. */
  ClientDevice pair(ClientStore store, NotesApp app, UnaryOperator<ClientConfig> change) {
    return pair(InviteOptions.DEFAULT, device -> change.apply(device.config(store, app)));
  }

  /** The same with an app of the test's own. */
  ClientDevice pair(
      InviteOptions options, java.util.function.Function<ClientDevice, ClientConfig> config) {
    CompletableFuture<List<String>> shown = new CompletableFuture<>();
    Invitation invitation =
        client.invite(options, (name, choices) -> shown.thenApply(choices::indexOf));
    InviteCode code = await(invitation.code());
    ClientDevice joiner = new ClientDevice(
        device -> await(
            SyncClient.join(config.apply(device), code.link(), "second", agreeing(shown))));
    assertThatDevice(await(invitation.paired()).equals(joiner.client.status().device()));
    return joiner;
  }

  ClientDevice pair() {
    return pair(new MemoryClientStore(), InviteOptions.DEFAULT);
  }

  static JoinPrompts agreeing(CompletableFuture<List<String>> shown) {
    return new JoinPrompts() {
      @Override
      public CompletionStage<Boolean> consent(String groupName, String inviterName,
          boolean hasHistory) {
        return CompletableFuture.completedFuture(true);
      }

      @Override
      public void showWords(List<String> words) {
        shown.complete(words);
      }
    };
  }

  private static void assertThatDevice(boolean holds) {
    if (!holds) {
      throw new AssertionError("the inviter paired another device");
    }
  }

  PushReceipt push(String text) {
    return await(client.push(ByteString.copyFromUtf8(text), PushOptions.DEFAULT));
  }

  IncomingBlob nextBlob() {
    return next(blobs, blob -> true, "a blob");
  }

  List<String> nextTexts(int count) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      texts.add(nextBlob().body().toStringUtf8());
    }
    return texts;
  }

  <E extends SyncEvent> E nextEvent(Class<E> type) {
    return type.cast(next(events, type::isInstance, type.getSimpleName()));
  }

  private <T> T next(BlockingQueue<T> queue, Predicate<T> wanted, String what) {
    try {
      for (T item = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS); item != null;
          item = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        if (wanted.test(item)) {
          return item;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new AssertionError(
        what + " did not come; status " + client.status() + ", events " + events);
  }

  static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(e.getCause());
    } catch (TimeoutException | InterruptedException e) {
      throw new AssertionError("nothing came of it in " + PATIENCE_SECONDS + " s", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
