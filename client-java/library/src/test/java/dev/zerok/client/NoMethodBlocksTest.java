package dev.zerok.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.ContentHandler;
import dev.zerok.client.model.IncomingBlob;
import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.JoinPrompts;
import dev.zerok.client.model.MemberRole;
import dev.zerok.client.model.PairingApproval;
import dev.zerok.client.model.PushOptions;
import dev.zerok.client.model.PushReceipt;
import dev.zerok.client.model.RecoveryOptions;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.MemoryClientStore;
import dev.zerok.client.transport.ClientTransport;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.StreamId;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every public method returns while the client waits for a relay that never answers. */
class NoMethodBlocksTest {
  /** It tells "never" from "at once" on a slow machine, it measures nothing. */
  private static final long GENEROUS_SECONDS = 30;

  private static final URI RELAY = URI.create("ws://127.0.0.1:1");
  private static final ByteString IDENTITY = ByteString.copyFrom(new byte[32]);
  private static final DeviceId STRANGER = DeviceId.of(IDENTITY.substring(0, DeviceId.LENGTH));
  private static final IncomingBlob NEVER_PUBLISHED =
      new IncomingBlob(STRANGER, 1, 1, StreamId.DEFAULT, "", 0, ByteString.EMPTY);
  private static final PairingApproval NOBODY =
      (name, choices) -> new CompletableFuture<>();
  private static final JoinPrompts NOBODY_JOINS = new JoinPrompts() {
    @Override
    public CompletionStage<Boolean> consent(String group, String inviter, boolean history) {
      return new CompletableFuture<>();
    }

    @Override
    public void showWords(List<String> words) {}
  };

  @TempDir Path folder;

  private final CompletableFuture<Void> dialled = new CompletableFuture<>();

  /** Its connections neither open nor end. */
  private final ClientTransport silent = (url, offered, listener) -> {
    dialled.complete(null);
    return new ClientTransport.Link() {
      @Override
      public void send(byte[] message) {}

      @Override
      public void more() {}

      @Override
      public void close() {}
    };
  };

  private interface Call {
    void on(SyncClient client) throws Exception;
  }

  private ClientConfig config() {
    return ClientConfig.of(new MemoryClientStore()).withTransport(silent);
  }

  private static <T> Flow.Subscriber<T> subscriber() {
    return new Flow.Subscriber<>() {
      @Override
      public void onSubscribe(Flow.Subscription given) {
        given.request(1);
      }

      @Override
      public void onNext(T item) {}

      @Override
      public void onError(Throwable failure) {}

      @Override
      public void onComplete() {}
    };
  }

  private Map<String, Call> calls(RecoveryKit kit, Path file) {
    PushReceipt receipt = new PushReceipt(1);
    Map<String, Call> calls = new LinkedHashMap<>();
    calls.put("create", c -> SyncClient.create(config(),
        NewGroup.at(RELAY, IDENTITY, "another", "device")));
    calls.put("open", c -> SyncClient.open(
        ClientConfig.of(new MemoryClientStore(founded().load())).withTransport(silent)));
    calls.put("join", c -> SyncClient.join(config(), "no link", "phone", NOBODY_JOINS));
    calls.put("joinByCode", c -> SyncClient.joinByCode(config(), RELAY, IDENTITY,
        "12345-able-able-able", "phone", NOBODY_JOINS));
    calls.put("joinByPassphrase", c -> SyncClient.joinByPassphrase(config(), RELAY, IDENTITY,
        "12345", "a passphrase".toCharArray(), "phone", NOBODY_JOINS));
    calls.put("recover",
        c -> SyncClient.recover(config(), kit, new RecoveryOptions("a group", "phone", true)));
    calls.put("start", SyncClient::start);
    calls.put("reconnect", SyncClient::reconnect);
    calls.put("push", c -> {
      c.push(new byte[1]);
      c.push(IDENTITY, PushOptions.DEFAULT);
      c.push(file);
      c.push(file, PushOptions.DEFAULT);
      c.push(file, PushOptions.DEFAULT, progress -> {});
    });
    calls.put("moveOutbox", c -> c.moveOutbox(founded()));
    calls.put("contentTransfers", SyncClient::contentTransfers);
    calls.put("receiveContent",
        c -> c.receiveContent((ContentHandler) content -> new CompletableFuture<>(), 1));
    calls.put("checkpoint", c -> c.checkpoint("notes"));
    calls.put("acknowledged", c -> c.acknowledged(receipt));
    calls.put("outboxDrained", SyncClient::outboxDrained);
    calls.put("caughtUp", SyncClient::caughtUp);
    calls.put("blobs", c -> c.blobs().subscribe(NoMethodBlocksTest.<IncomingBlob>subscriber()));
    calls.put("events", c -> c.events().subscribe(NoMethodBlocksTest.<SyncEvent>subscriber()));
    calls.put("invite", c -> c.invite(InviteOptions.DEFAULT, NOBODY));
    calls.put("inviteByCode", c -> c.inviteByCode(InviteOptions.DEFAULT, NOBODY));
    calls.put("inviteByPassphrase", c -> c.inviteByPassphrase(InviteOptions.DEFAULT,
        "a passphrase".toCharArray(), NOBODY));
    calls.put("signal", c -> {
      c.signal(IDENTITY, "text/plain");
      c.signal(IDENTITY, "text/plain", STRANGER);
    });
    calls.put("pull", c -> c.pull(1));
    calls.put("status", SyncClient::status);
    calls.put("streamId", c -> c.streamId("notes"));
    calls.put("appValue", c -> c.appValue("key"));
    calls.put("outbox", SyncClient::outbox);
    calls.put("parked", SyncClient::parked);
    calls.put("retryParked", SyncClient::retryParked);
    calls.put("dropParked", c -> c.dropParked(1));
    calls.put("devices", SyncClient::devices);
    calls.put("progress", SyncClient::progress);
    calls.put("freshProgress", SyncClient::freshProgress);
    calls.put("rename", c -> c.rename("another name"));
    calls.put("remove", c -> c.remove(STRANGER));
    calls.put("setRole", c -> c.setRole(STRANGER, MemberRole.ADMIN));
    calls.put("leave", SyncClient::leave);
    calls.put("closeGroup", SyncClient::closeGroup);
    calls.put("openSealed", c -> assertThatThrownBy(() -> c.openSealed(IDENTITY))
        .isInstanceOf(SyncProblem.class));
    calls.put("acknowledge", c -> assertThatThrownBy(() -> c.acknowledge(NEVER_PUBLISHED))
        .isInstanceOf(IllegalArgumentException.class));
    calls.put("close", SyncClient::close);
    return calls;
  }

  private MemoryClientStore founded() {
    MemoryClientStore store = new MemoryClientStore();
    CreatedGroup created = SyncClient.create(
        ClientConfig.of(store).withTransport(silent), NewGroup.at(RELAY, IDENTITY, "a", "b"));
    created.kit().close();
    return store;
  }

  @Test
  void everyMethod_returnsWhileTheRelayIsSilent() throws Exception {
    Path file = Files.write(folder.resolve("file"), new byte[1]);
    CreatedGroup created =
        SyncClient.create(config(), NewGroup.at(RELAY, IDENTITY, "a group", "a device"));
    SyncClient client = created.client().start();
    dialled.get(GENEROUS_SECONDS, TimeUnit.SECONDS);
    Map<String, Call> calls = calls(created.kit(), file);
    List<String> methods = Arrays.stream(SyncClient.class.getMethods())
        .filter(method -> !method.getDeclaringClass().equals(Object.class))
        .map(Method::getName)
        .distinct()
        .toList();
    assertThat(calls.keySet()).containsExactlyInAnyOrderElementsOf(methods);

    for (Map.Entry<String, Call> call : calls.entrySet()) {
      returns(call.getKey(), () -> call.getValue().on(client));
    }
  }

  private interface Body {
    void run() throws Exception;
  }

  private static void returns(String name, Body body) throws Exception {
    CompletableFuture<Void> returned = new CompletableFuture<>();
    Thread thread = new Thread(() -> {
      try {
        body.run();
        returned.complete(null);
      } catch (Exception | AssertionError e) {
        returned.completeExceptionally(new AssertionError(name, e));
      }
    });
    thread.setDaemon(true);
    thread.start();
    returned.get(GENEROUS_SECONDS, TimeUnit.SECONDS);
  }
}
