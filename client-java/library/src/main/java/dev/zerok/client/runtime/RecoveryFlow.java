package dev.zerok.client.runtime;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.RecoveryOptions;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.replica.AwaitedHistory;
import dev.zerok.client.replica.PresentedParts;
import dev.zerok.client.store.StoreFailure;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.admin.RootSigner;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.identity.RootKeys;
import dev.zerok.protocol.identity.VerifiedRelay;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.session.ReconnectCause;
import dev.zerok.protocol.session.SessionPurpose;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.LogPosition;
import dev.zerok.protocol.wire.PlacedRosterEntry;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.RosterEntries;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.RosterPresent;
import dev.zerok.protocol.wire.RosterRequest;
import dev.zerok.protocol.wire.Welcome;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Brings a group back with its recovery kit (ADMIT-6, ADMIT-7): asks the relay for the roster in the root's name, puts a Reset behind it
 * that names a new device as admin, and stores that device once the relay has taken it. Has a loop of its own, which ends with it.
 */
public final class RecoveryFlow implements RelayConnection.Owner {
  /**
   * Where and what to recover.
   *
   * @param root taken over: closed when the flow ends
   */
  public record Wanted(RootKeys root, List<String> relayUrls, ByteString relayIdentity,
      RecoveryOptions options) {}

  private static final int INCARNATION_BYTES = 16;

  private final EngineConfig config;
  private final Wanted wanted;
  private final CompletableFuture<Void> recovered = new CompletableFuture<>();
  private final EventLoop loop = new EventLoop("zerok-recover", this::defect);
  private final DeviceKeyPairs keys;
  private final Deque<String> urls = new ArrayDeque<>();
  private final List<RosterEntry> shown = new ArrayList<>();
  private final Deque<RosterPresent> parts = new ArrayDeque<>();
  private ByteString relayIdentity;
  private long shownBytes;
  private @Nullable RelayConnection connection;
  private String dialled = "";
  private int slots;
  private RecoveryChain.@Nullable Renewed renewed;
  private boolean asked;
  private boolean over;

  public RecoveryFlow(EngineConfig config, Wanted wanted) {
    this.config = config;
    this.wanted = wanted;
    this.keys = DeviceKeyPairs.generate(config.crypto(), config.random());
    this.relayIdentity = wanted.relayIdentity();
    this.urls.addAll(wanted.relayUrls());
  }

  /** Begins; completes, on the flow's loop, when the store holds the new device. */
  public CompletableFuture<Void> start() {
    loop.execute(this::dial);
    return recovered;
  }

  private void dial() {
    dial(urls.remove(), Optional.empty());
  }

  private void dial(String url, Optional<String> ticket) {
    dialled = url;
    Hello hello = Hello.newBuilder()
        .setGroupId(wanted.root().groupId().bytes())
        .setStoreIncarnation(ByteString.copyFrom(config.random().bytes(INCARNATION_BYTES)))
        .setReceiveWindow(config.receiveWindowBytes())
        .build();
    RelayConnection.Setup setup = new RelayConnection.Setup(
        config.transport(), config.crypto(), config.random(), config.ticker(), loop, keys.noise(),
        relayIdentity, new SessionPurpose.SyncGroup(hello),
        config.clock().instant().getEpochSecond());
    connection = new RelayConnection(setup, URI.create(url), ticket, this);
  }

  private void defect(Throwable defect) {
    recovered.completeExceptionally(new SyncProblem(SyncProblem.Reason.STOPPED,
        "Recovering met a defect of its own: " + defect, defect));
    loop.shutdown();
  }

  @Override
  public void verified(VerifiedRelay relay) {
    relayIdentity = relay.identity();
  }

  @Override
  public void frame(RelayFrame frame) {
    RelayConnection open = connection;
    if (over || open == null) {
      return;
    }
    if (frame.hasError() && !asked) {
      asked = true;
      ByteString signature = new RootSigner(config.crypto(), wanted.root())
          .rosterRequest(open.handshakeHash());
      open.send(ClientFrame.newBuilder()
          .setRosterRequest(RosterRequest.newBuilder().setSignature(signature))
          .build());
    } else if (frame.hasRosterEntries() && renewed == null) {
      shown(open, frame.getRosterEntries());
    } else if (frame.hasWelcome()) {
      admitted(frame.getWelcome());
    }
  }

  private void shown(RelayConnection open, RosterEntries piece) {
    for (PlacedRosterEntry placed : piece.getEntriesList()) {
      shown.add(placed.getEntry());
      shownBytes += placed.getEntry().getSerializedSize();
    }
    if (shown.size() > Limits.ROSTER_ENTRIES || shownBytes > Limits.PRESENTED_CHAIN_BYTES) {
      fail(SyncProblem.Reason.KIT_REFUSED, "The relay shows a device list that no group can have.");
    } else if (!piece.getMore()) {
      renew(open);
    }
  }

  private void renew(RelayConnection open) {
    try {
      RecoveryChain.Renewed chain = RecoveryChain.after(shown, config.crypto(), wanted.root(), keys,
          wanted.options().keepOthers(), config.random(), config.clock().millis());
      renewed = chain;
      parts.addAll(PresentedParts.of(chain.entries(), ByteString.EMPTY));
      sendParts(open);
    } catch (ProtocolViolation forged) {
      fail(SyncProblem.Reason.KIT_REFUSED,
          "The relay shows a device list that does not verify: " + forged.words());
    } catch (SyncProblem problem) {
      fail(problem.reason(), String.valueOf(problem.getMessage()));
    }
  }

  private void sendParts(RelayConnection open) {
    while (!parts.isEmpty()
        && open.send(ClientFrame.newBuilder().setRosterPresent(parts.peek()).build())) {
      parts.remove();
    }
  }

  @Override
  public void writable() {
    RelayConnection open = connection;
    if (open != null && !parts.isEmpty()) {
      sendParts(open);
    }
  }

  private void admitted(Welcome welcome) {
    RecoveryChain.Renewed chain = renewed;
    if (chain == null || welcome.getRosterHead().getLength() != chain.entries().size()) {
      fail(SyncProblem.Reason.REFUSED, "The relay did not take the new device list. Try again.");
      return;
    }
    List<StoreRecord> records = new ArrayList<>();
    try {
      records.addAll(records(chain, welcome));
      config.store().commit(records);
      end();
      recovered.complete(null);
    } catch (StoreFailure e) {
      fail(SyncProblem.Reason.STORE_FAILED, String.valueOf(e.getMessage()));
    } catch (ProtocolViolation e) {
      fail(SyncProblem.Reason.REFUSED, "The relay broke the protocol: " + e.words());
    } finally {
      records.forEach(StoreRecord::wipe);
    }
  }

  private List<StoreRecord> records(RecoveryChain.Renewed chain, Welcome welcome)
      throws ProtocolViolation {
    // ADMIT-7: the Reset is the log's last entry, and nobody but the relay can tell this device what lies before it.
    Position here = Position.fromWire(LogPosition.newBuilder()
        .setLogId(LogId.fromWire(welcome.getLogId()).bytes())
        .setCursor(welcome.getHeadCursor())
        .setRunningHash(welcome.getHeadRunningHash())
        .build());
    List<StoreRecord> records = new ArrayList<>();
    records.add(new StoreRecord.Identity(keys.toSecret(), wanted.root().groupId(),
        config.crypto().suite().wireName(), wanted.options().groupName(),
        wanted.options().deviceName()));
    records.add(new StoreRecord.RelayPin(wanted.relayUrls(), relayIdentity, ByteString.EMPTY));
    for (int index = 0; index < chain.entries().size(); index++) {
      boolean last = index == chain.entries().size() - 1;
      records.add(new StoreRecord.ChainEntry(index, chain.entries().get(index).toByteString(),
          last ? here.cursor() : 0));
    }
    records.add(new StoreRecord.EpochKeys(chain.epoch().epoch(), chain.epoch().secret().copy(),
        chain.epoch().streamSecret().copy()));
    records.add(new StoreRecord.Applied(here));
    // What was before stays with the devices that had it: this one's state is not whole.
    records.add(AwaitedHistory.announced(List.of(), here.cursor()));
    return records;
  }

  @Override
  public void ended(String reason, ReconnectCause cause, @Nullable ErrorCode code) {
    connection = null;
    if (over) {
      shutdown();
    } else if (code == ErrorCode.UNAUTHORIZED) {
      fail(SyncProblem.Reason.KIT_REFUSED,
          "The relay does not know this kit's group, or it was closed. If the relay lost its data, bring a device of the group online first.");
    } else if (!asked && cause instanceof ReconnectCause.GivenSlot given
        && slots < Limits.SLOTS_KEPT_EXACTLY) {
      slots++;
      String url = dialled;
      var unused = loop.schedule(
          () -> dial(url, Optional.of(given.slot().ticket())), given.slot().waitMillis());
    } else if (!asked && !urls.isEmpty()) {
      dial();
    } else {
      fail(SyncProblem.Reason.OFFLINE, reason);
    }
  }

  private void fail(SyncProblem.Reason reason, String words) {
    if (!over) {
      end();
      recovered.completeExceptionally(new SyncProblem(reason, words));
    }
  }

  private void end() {
    over = true;
    wanted.root().close();
    if (renewed != null) {
      renewed.epoch().close();
    }
    RelayConnection open = connection;
    if (open == null) {
      shutdown();
    } else {
      loop.execute(() -> open.abort("Closed here."));
    }
  }

  private void shutdown() {
    keys.close();
    loop.shutdown();
  }
}
