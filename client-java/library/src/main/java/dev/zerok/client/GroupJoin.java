package dev.zerok.client;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.JoinPrompts;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.runtime.BlobPublisher;
import dev.zerok.client.runtime.CallbackRunner;
import dev.zerok.client.runtime.CodeTicket;
import dev.zerok.client.runtime.EngineConfig;
import dev.zerok.client.runtime.JoinFlow;
import dev.zerok.protocol.pairing.InviteLink;
import dev.zerok.protocol.pairing.InviteProblem;
import dev.zerok.protocol.pake.CodeProblem;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/** The ways into a group: by link, code or passphrase. */
final class GroupJoin {
  private final ClientConfig config;
  private final String deviceName;
  private final JoinPrompts prompts;

  GroupJoin(ClientConfig config, String deviceName, JoinPrompts prompts) {
    this.config = config;
    this.deviceName = deviceName;
    this.prompts = prompts;
  }

  CompletableFuture<SyncClient> byLink(String link) {
    return begin(engine -> new JoinFlow(engine,
        InviteLink.parse(link, config.clock().instant().getEpochSecond()), deviceName, prompts));
  }

  CompletableFuture<SyncClient> byCode(URI relayUrl, ByteString relayIdentity, String code) {
    return begin(engine -> new JoinFlow(engine,
        CodeTicket.byCode(relayUrl, relayIdentity, config.crypto().suite(), code), deviceName,
        prompts));
  }

  CompletableFuture<SyncClient> byPassphrase(URI relayUrl, ByteString relayIdentity,
      String nameplate, char[] passphrase) {
    return begin(engine -> new JoinFlow(engine,
        CodeTicket.byPassphrase(relayUrl, relayIdentity, config.crypto().suite(), nameplate,
            passphrase),
        deviceName, prompts));
  }

  /** Makes a flow of what a person gave. */
  private interface FlowMaker {
    JoinFlow make(EngineConfig engine) throws InviteProblem, CodeProblem;
  }

  private CompletableFuture<SyncClient> begin(FlowMaker maker) {
    CallbackRunner callbacks = new CallbackRunner(config.callbacks(), config.listener());
    JoinFlow flow;
    try {
      StoredDevice.requireNone(config);
      flow = maker.make(StoredDevice.engineConfig(config, callbacks, new BlobPublisher(callbacks)));
    } catch (InviteProblem e) {
      return CompletableFuture.failedFuture(
          new SyncProblem(SyncProblem.Reason.INVITE_REFUSED, String.valueOf(e.getMessage())));
    } catch (CodeProblem e) {
      return CompletableFuture.failedFuture(
          new SyncProblem(SyncProblem.Reason.CODE_UNUSABLE, String.valueOf(e.getMessage())));
    } catch (SyncProblem e) {
      return CompletableFuture.failedFuture(e);
    }
    return callbacks.deliver(flow.start())
        .thenApply(joined -> StoredDevice.open(config, callbacks));
  }
}
