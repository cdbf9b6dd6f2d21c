package dev.zerok.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.store.MemoryClientStore;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.crypto.provider.Providers;
import dev.zerok.protocol.identity.RelayIdentity;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.wire.IdentitySuccession;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a client pins, over a whole client and its store. */
class RelayIdentityPinTest {
  private static final long GENEROUS_SECONDS = 30;
  private static final Crypto CRYPTO = Providers.bouncyCastle();

  private MemoryClientStore store = new MemoryClientStore();
  private final RelayIdentity first = identity("first");
  private final RelayIdentity second = identity("second");
  private final IdentitySuccession step = first.succeed(second.publicKey().toByteArray());

  private static RelayIdentity identity(String seed) {
    return RelayIdentity.fromSeed(CRYPTO, Secret.random(new FakeRandomSource(seed), 32));
  }

  private void createGroupPinnedTo(RelayIdentity identity) {
    CreatedGroup created = SyncClient.create(ClientConfig.of(store).withCrypto(CRYPTO),
        NewGroup.at(URI.create("ws://relay.example"), identity.publicKey(), "group", "device"));
    created.kit().close();
    created.client().close();
  }

  /** The first event of one of these types when the device meets a relay. */
  private SyncEvent meet(RelayIdentity identity, List<IdentitySuccession> successions,
      Class<? extends SyncEvent> awaited) {
    CompletableFuture<SyncEvent> seen = new CompletableFuture<>();
    store = new MemoryClientStore(store.load()); // a client closes its store with itself
    try (FakeRelayDoor door = new FakeRelayDoor(CRYPTO, identity, successions);
        SyncClient client = SyncClient.open(ClientConfig.of(store)
            .withCrypto(CRYPTO)
            .withTransport(door)
            .withListener(event -> {
              if (awaited.isInstance(event)) {
                seen.complete(event);
              }
            }))) {
      client.start();
      return seen.orTimeout(GENEROUS_SECONDS, TimeUnit.SECONDS).join();
    }
  }

  @Test
  @Tag("RID-2")
  void anIdentityThatThePinnedOneVouchesFor_isPinnedFromThenOn_andTheFormerOneIsNoLongerEnough() {
    createGroupPinnedTo(first);

    SyncEvent changed = meet(second, List.of(step), SyncEvent.RelayIdentityChanged.class);

    assertThat(changed).isEqualTo(new SyncEvent.RelayIdentityChanged(
        HexFormat.of().formatHex(second.publicKey().toByteArray())));
    assertThat(store.load().relay().orElseThrow().identity()).isEqualTo(second.publicKey());
    meet(first, List.of(), SyncEvent.RelayNotTrusted.class);
    assertThat(store.load().relay().orElseThrow().identity()).isEqualTo(second.publicKey());
  }

  @Test
  @Tag("RID-2")
  void anIdentityThatNobodyVouchesFor_isNotPinned() {
    createGroupPinnedTo(first);

    meet(second, List.of(), SyncEvent.RelayNotTrusted.class);

    assertThat(store.load().relay().orElseThrow().identity()).isEqualTo(first.publicKey());
  }
}
