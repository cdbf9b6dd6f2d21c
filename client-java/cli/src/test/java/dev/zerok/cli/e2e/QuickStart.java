package dev.zerok.cli.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The calls of client-java/README.md, to be copied. {@link QuickStartTest} runs them. */
final class QuickStart {
  private QuickStart() {}

  /** A device whose store is in that folder, and what it does with what it receives. */
  static ClientConfig device(Path folder, byte[] keyFromTheKeychain, Consumer<String> app)
      throws StoreFailure {
    var key = new StoreKey.Raw(Secret.copyOf(keyFromTheKeychain));
    var store = FileClientStore.open(folder, key, Providers.fastest(), new SecureRandomSource());
    return ClientConfig.of(store)
        .withHandler(BlobHandler.of(blob -> app.accept(blob.body().toStringUtf8())))
        .withListener(event -> System.out.println(event.words()));
  }

  /** The first device of a new group. */
  static SyncClient create(ClientConfig config, URI relay, ByteString relayIdentity,
      Consumer<String> showOnce) {
    CreatedGroup created =
        SyncClient.create(config, NewGroup.at(relay, relayIdentity, "family", "laptop"));
    showOnce.accept(created.kit().format());
    created.kit().close();
    return created.client().start();
  }

  /** Pushes, also offline; true when it is on this device's disk. */
  static CompletableFuture<Boolean> push(SyncClient client, String text) {
    return client.push(text.getBytes(UTF_8)).thenApply(receipt -> receipt.deviceSeq() > 0);
  }

  /** Shows an invite, and lets the person compare words. */
  static CompletableFuture<Void> invite(SyncClient client, PairingApproval askWhichWords,
      Consumer<String> showQr) {
    Invitation invitation = client.invite(InviteOptions.DEFAULT, askWhichWords);
    return invitation.code()
        .thenAccept(code -> showQr.accept(code.link()))
        .thenCompose(shown -> invitation.paired())
        .thenAccept(device -> System.out.println("paired " + device));
  }

  /** The other device. */
  static CompletableFuture<SyncClient> join(ClientConfig config, String link, JoinPrompts prompts) {
    return SyncClient.join(config, link, "phone", prompts).thenApply(SyncClient::start);
  }
}
