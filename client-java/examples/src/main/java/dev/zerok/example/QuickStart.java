package dev.zerok.example;

import com.google.protobuf.ByteString;
import dev.zerok.client.ClientConfig;
import dev.zerok.client.CreatedGroup;
import dev.zerok.client.Invitation;
import dev.zerok.client.NewGroup;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.BlobHandler;
import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.JoinPrompts;
import dev.zerok.client.model.PairingApproval;
import dev.zerok.client.store.FileClientStore;
import dev.zerok.client.store.StoreFailure;
import dev.zerok.client.store.StoreKey;
import dev.zerok.client.system.SecureRandomSource;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.crypto.provider.Providers;
import dev.zerok.protocol.id.DeviceId;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A first device, a second one, and a text between them. */
public final class QuickStart {
  private QuickStart() {}

  /** A device whose store is in that folder, and what it does with what it receives. */
  static ClientConfig device(Path folder, byte[] keyFromTheKeychain, Consumer<String> app)
      throws StoreFailure {
    var key = new StoreKey.Raw(Secret.copyOf(keyFromTheKeychain)); // or StoreKey.Passphrase
    var store = FileClientStore.open(folder, key, Providers.fastest(), new SecureRandomSource());
    return ClientConfig.of(store)
        // Done when it returns; if it throws, the blob is not applied and comes again.
        .withHandler(BlobHandler.of(blob -> app.accept(blob.body().toStringUtf8())))
        // Each event says what to do.
        .withListener(event -> System.out.println(event.words()));
  }

  /** The first device of a new group. The relay prints its identity when it starts. */
  static SyncClient create(ClientConfig config, URI relay, ByteString relayIdentity,
      Consumer<String> showOnce) {
    CreatedGroup created =
        SyncClient.create(config, NewGroup.at(relay, relayIdentity, "family", "laptop"));
    showOnce.accept(created.kit().format()); // the recovery kit exists nowhere else
    created.kit().close();
    return created.client().start();
  }

  /** Pushes, also offline; done when it is on this device's disk. */
  static CompletableFuture<Long> push(SyncClient client, String text) {
    return client.push(text.getBytes(StandardCharsets.UTF_8)).thenApply(r -> r.deviceSeq());
  }

  /** Shows an invite as a QR code, and lets the person compare words. */
  static CompletableFuture<DeviceId> invite(SyncClient client, PairingApproval askWhichWords,
      Consumer<String> showQr) {
    Invitation invitation = client.invite(InviteOptions.DEFAULT, askWhichWords);
    return invitation.code()
        .thenAccept(code -> showQr.accept(code.link()))
        .thenCompose(shown -> invitation.paired());
  }

  /** The other device. On every later start of either: {@code SyncClient.open(config).start()}. */
  static CompletableFuture<SyncClient> join(ClientConfig config, String link, JoinPrompts prompts) {
    return SyncClient.join(config, link, "phone", prompts).thenApply(SyncClient::start);
  }
}
