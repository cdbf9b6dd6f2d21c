/**
 * The client library's front door: {@link dev.zerok.client.SyncClient} creates, opens or joins a group and keeps one device in step with
 * the others through a relay that it does not trust.
 *
 * <pre>{@code
 * // A first device, a second one, and a text between them.
 * public final class QuickStart {
 *   private QuickStart() {}
 *
 *   // A device whose store is in that folder, and what it does with what it receives.
 *   static ClientConfig device(Path folder, byte[] keyFromTheKeychain, Consumer<String> app)
 *       throws StoreFailure {
 *     var key = new StoreKey.Raw(Secret.copyOf(keyFromTheKeychain)); // or StoreKey.Passphrase
 *     var store = FileClientStore.open(folder, key, Providers.fastest(), new SecureRandomSource());
 *     return ClientConfig.of(store)
 *         // Done when it returns; if it throws, the blob is not applied and comes again.
 *         .withHandler(BlobHandler.of(blob -> app.accept(blob.body().toStringUtf8())))
 *         // Each event says what to do.
 *         .withListener(event -> System.out.println(event.words()));
 *   }
 *
 *   // The first device of a new group. The relay prints its identity when it starts.
 *   static SyncClient create(ClientConfig config, URI relay, ByteString relayIdentity,
 *       Consumer<String> showOnce) {
 *     CreatedGroup created =
 *         SyncClient.create(config, NewGroup.at(relay, relayIdentity, "family", "laptop"));
 *     showOnce.accept(created.kit().format()); // the recovery kit exists nowhere else
 *     created.kit().close();
 *     return created.client().start();
 *   }
 *
 *   // Pushes, also offline; done when it is on this device's disk.
 *   static CompletableFuture<Long> push(SyncClient client, String text) {
 *     return client.push(text.getBytes(StandardCharsets.UTF_8)).thenApply(r -> r.deviceSeq());
 *   }
 *
 *   // Shows an invite as a QR code, and lets the person compare words.
 *   static CompletableFuture<DeviceId> invite(SyncClient client, PairingApproval askWhichWords,
 *       Consumer<String> showQr) {
 *     Invitation invitation = client.invite(InviteOptions.DEFAULT, askWhichWords);
 *     return invitation.code()
 *         .thenAccept(code -> showQr.accept(code.link()))
 *         .thenCompose(shown -> invitation.paired());
 *   }
 *
 *   // The other device. On every later start of either: {@code SyncClient.open(config).start()}.
 *   static CompletableFuture<SyncClient> join(ClientConfig config, String link, JoinPrompts prompts) {
 *     return SyncClient.join(config, link, "phone", prompts).thenApply(SyncClient::start);
 *   }
 * }
 * }</pre>
 *
 * <p>May import every package below it and {@code dev.zerok.protocol}. Start reading at {@link dev.zerok.client.SyncClient}, then
 * {@code replica}, where the rules are.
 */
@NullMarked
package dev.zerok.client;

import org.jspecify.annotations.NullMarked;
