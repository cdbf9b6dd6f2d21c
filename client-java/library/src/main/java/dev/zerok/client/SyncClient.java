package dev.zerok.client;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.BlobHandler;
import dev.zerok.client.model.ContentHandler;
import dev.zerok.client.model.ContentProgress;
import dev.zerok.client.model.ContentTransfer;
import dev.zerok.client.model.IncomingBlob;
import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.JoinPrompts;
import dev.zerok.client.model.OpenedBlob;
import dev.zerok.client.model.OutboxView;
import dev.zerok.client.model.PairingApproval;
import dev.zerok.client.model.ParkedBlob;
import dev.zerok.client.model.PullResult;
import dev.zerok.client.model.PushOptions;
import dev.zerok.client.model.PushReceipt;
import dev.zerok.client.model.RecoveryOptions;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.model.SyncStatus;
import dev.zerok.client.runtime.BlobPublisher;
import dev.zerok.client.runtime.EventPublisher;
import dev.zerok.client.runtime.InviteDesk;
import dev.zerok.client.runtime.SyncService;
import dev.zerok.client.store.ClientStore;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.StreamId;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One device of a group: pushes end-to-end encrypted payloads to the other devices and receives theirs, through a relay that
 * cannot read them and whose tampering is noticed.
 *
 * <p>Works offline: a push is done when it is on this device's disk; the client connects, reconnects and catches up by itself.
 *
 * <p>Threads: every method may be called from any thread and none blocks on the network. The client has one event-loop thread,
 * which alone touches its state and store. Handlers, prompts and listeners run one at a time on the configured executor (default: one
 * thread of the client's own). Futures complete on that executor too. They fail with {@link SyncProblem}.
 */
public final class SyncClient extends GroupMembership implements AutoCloseable {
  private final SyncService service;
  private final @Nullable BlobPublisher publisher;
  private final EventPublisher events;

  SyncClient(SyncService service, @Nullable BlobPublisher publisher,
      EventPublisher events) {
    super(service);
    this.service = service;
    this.publisher = publisher;
    this.events = events;
  }

  /**
   * Creates a group whose first device, an admin, is this one. Works offline: the relay hears of it at the first connection.
   *
   * @throws SyncProblem {@code DEVICE_EXISTS} or {@code STORE_FAILED}
   */
  public static CreatedGroup create(ClientConfig config, NewGroup group) {
    return StoredDevice.found(config, group);
  }

  /**
   * Opens the device that is in the store.
   *
   * @throws SyncProblem {@code NO_DEVICE}, {@code MOVED_AWAY}
   */
  public static SyncClient open(ClientConfig config) {
    return StoredDevice.open(config);
  }

  /**
   * Joins a group by an invite. Needs the relay and the inviter online. The resulting client is not started.
   *
   * @param link the invite link's text
   * @param deviceName what this device calls itself, shown to the person at the inviter; at most 256 characters
   * @return fails with {@code INVITE_REFUSED}, {@code OFFLINE}, {@code PAIRING_FAILED}, {@code DEVICE_EXISTS} or
   *     {@code STORE_FAILED}; then the store holds no device and may be used again
   */
  public static CompletableFuture<SyncClient> join(
      ClientConfig config, String link, String deviceName, JoinPrompts prompts) {
    return new GroupJoin(config, deviceName, prompts).byLink(link);
  }

  /**
   * Joins a group by a code, {@code 12345-word-word-word}, that a person was told (PROTOCOL.md § 9). Needs the relay and the inviter
   * online. A code is good for one attempt: a wrong word burns it, on both sides. The resulting client is not started.
   *
   * @param relayUrl the relay's address, {@code ws://} or {@code wss://}
   * @param relayIdentity the relay's identity key, 32 bytes: a code does not carry it
   * @param code in any case, with blanks or hyphens between its parts
   * @return fails as {@link #join} does, with {@code CODE_UNUSABLE} for what can be no code, or with {@code CODE_WRONG}
   * @throws IllegalArgumentException if address or identity cannot be a relay's
   */
  public static CompletableFuture<SyncClient> joinByCode(ClientConfig config, URI relayUrl,
      ByteString relayIdentity, String code, String deviceName, JoinPrompts prompts) {
    return new GroupJoin(config, deviceName, prompts).byCode(relayUrl, relayIdentity, code);
  }

  /**
   * The same where both persons know a passphrase and only the nameplate is told.
   *
   * @param nameplate five digits
   * @param passphrase 8 to 256 characters; case and blanks count; stays the caller's to wipe
   */
  public static CompletableFuture<SyncClient> joinByPassphrase(ClientConfig config, URI relayUrl,
      ByteString relayIdentity, String nameplate, char[] passphrase, String deviceName,
      JoinPrompts prompts) {
    return new GroupJoin(config, deviceName, prompts).byPassphrase(relayUrl, relayIdentity,
        nameplate, passphrase);
  }

  /**
   * Brings a group back with its recovery kit, on a machine that was never in it. Needs the relay. The new device becomes an admin under
   * fresh keys; it gets what is pushed from then on. The resulting client is not started. The kit stays the caller's to close.
   *
   * @return fails with {@code KIT_REFUSED}, {@code TOO_LARGE}, {@code OFFLINE}, {@code REFUSED}, {@code DEVICE_EXISTS} or
   *     {@code STORE_FAILED}; then the store holds no device and may be used again
   */
  public static CompletableFuture<SyncClient> recover(ClientConfig config, RecoveryKit kit,
      RecoveryOptions options) {
    return StoredDevice.recover(config, kit, options);
  }

  /** Starts to connect, push and receive; goes on until {@link #close}. Idempotent. Returns this client. */
  public SyncClient start() {
    service.connect();
    return this;
  }

  /** Tries to connect now: after a refusal or displacement, or to cut a pause short. */
  public void reconnect() {
    service.connect();
  }

  /**
   * Seals a payload and puts it into the outbox. Completes when it is on this device's disk; then it will reach every device, whatever
   * crashes in between.
   *
   * @param body at most about 1 MiB; it fails with {@code TOO_LARGE} if the sealed payload would not fit
   * @return fails with {@code OUTBOX_FULL}, {@code TOO_LARGE}, {@code NOT_A_MEMBER}, {@code STOPPED}, {@code STORE_FAILED},
   *     {@code CLOSED}, and with {@code REFUSED} where the time to live is longer than the relay is known to allow
   */
  public CompletableFuture<PushReceipt> push(ByteString body, PushOptions options) {
    return service.push(body, options);
  }

  /** {@link #push(ByteString, PushOptions)} of a copy of these bytes, with default options. */
  public CompletableFuture<PushReceipt> push(byte[] body) {
    return push(ByteString.copyFrom(body), PushOptions.DEFAULT);
  }

  /**
   * Pushes from this device what still waits in the outbox of an old one of the same person: after {@code StoreIsOlder}, or when that
   * device was replaced. Works offline once this device has met the relay. A crash in between may push a payload twice; nothing is lost. Content in parts is not moved:
   * send it again.
   *
   * @param old of the same group, open, not used by another client; stays the caller's
   * @return how many were moved; fails as {@link #push} does, or with {@code REFUSED} for a store of another group
   */
  public CompletableFuture<Integer> moveOutbox(ClientStore old) {
    return service.moveOutbox(old);
  }

  /** Pushes a file of any size as a large content, with default options; see {@link #push(Path, PushOptions, Consumer)}. */
  public ContentTransfer push(Path file) {
    return push(file, PushOptions.DEFAULT);
  }

  /** {@link #push(Path, PushOptions, Consumer)} without being told how far it is. */
  public ContentTransfer push(Path file, PushOptions options) {
    return push(file, options, progress -> {});
  }

  /**
   * Pushes a file of any size as a large content: in sealed chunks, while no other push waits, on from where it stopped, also after a
   * restart. The file is not copied: it must stay as it is until the transfer is complete.
   *
   * @param options {@code contentType} is the content's; the receivers get the file's name too
   * @param listener hears about every hundredth that the relay has got
   */
  public ContentTransfer push(Path file, PushOptions options,
      Consumer<ContentProgress> listener) {
    return service.content().push(file, options, listener);
  }

  /** Own contents that the relay does not have wholly, also those that an earlier run of the program began. */
  public List<ContentTransfer> contentTransfers() {
    return service.contentTransfers();
  }

  /**
   * Takes large contents of other devices. Without this an app that takes blobs refuses them, told as {@code ContentRefused}; where nobody takes
   * anything they wait. Call it once, before {@link
   * #start}; what an earlier run of the program received whole comes at once.
   *
   * @param maxBytes a larger one is refused
   * @return this client
   */
  public SyncClient receiveContent(ContentHandler handler, long maxBytes) {
    service.content().takeWith(handler, maxBytes);
    return this;
  }

  /**
   * Pushes the state of a stream, as {@link ClientConfig#withSnapshots} writes it down, once nothing is being applied: devices that join
   * later or were away for too long begin with it, and the relay need not keep for them what it covers. Completes when it is on this
   * device's disk. The client does this by itself for every stream when it invited a device, and when it finds that nobody did.
   *
   * @param stream one of {@link dev.zerok.client.model.Snapshots#streams}
   * @return the receipt of its last part; fails with {@code UNSUPPORTED}, {@code SNAPSHOT_FAILED} or as {@link #push} does
   */
  public CompletableFuture<PushReceipt> checkpoint(String stream) {
    return service.checkpoint(stream);
  }

  /**
   * The push's cursor, once the relay has it on its disk; fails with {@code TOO_LARGE} or {@code REFUSED} where the relay refused it for
   * good, whenever that was.
   */
  public CompletableFuture<Long> acknowledged(PushReceipt receipt) {
    return service.placed(receipt.deviceSeq());
  }

  /** Completes when the relay has acknowledged everything that was pushed up to now. */
  public CompletableFuture<Void> outboxDrained() {
    return service.drained();
  }

  /** Completes when this session has caught up and everything received so far was applied, complete contents taken. */
  public CompletableFuture<Void> caughtUp() {
    return service.until(view -> view.isCaughtUp() && view.isAllApplied());
  }

  /**
   * The blobs as a stream, where the configuration names no {@link BlobHandler}. One subscriber at a time; each blob counts as applied
   * only after {@link #acknowledge}, and the next one comes after that.
   */
  public Flow.Publisher<IncomingBlob> blobs() {
    return publisher();
  }

  /**
   * The events as a stream, from the subscription on, for any number of subscribers; each asks for as many as it wants and is called on
   * the callback executor. {@link ClientConfig#withListener} misses none, not even the first.
   */
  public Flow.Publisher<SyncEvent> events() {
    return events;
  }

  /** Says that the app has applied this blob of {@link #blobs}. */
  public void acknowledge(IncomingBlob blob) {
    publisher().acknowledge(blob);
  }

  private BlobPublisher publisher() {
    if (publisher == null) {
      throw new IllegalStateException("this client's blobs go to the handler of its configuration");
    }
    return publisher;
  }

  /**
   * Invites a device.
   *
   * @param approval asks the person here which words the new device shows
   */
  public Invitation invite(InviteOptions options, PairingApproval approval) {
    InviteDesk.Handle handle = service.invite(options, approval);
    CompletableFuture<InviteCode> code = handle.link()
        .thenApply(
            link -> new InviteCode(link.text(), link.expiresAtSeconds()));
    return new Invitation(code, handle.paired(), handle.cancel());
  }

  /**
   * Invites a device by a short code that one person tells the other. Whoever uses it has one attempt; a wrong one burns it and is told
   * as {@link dev.zerok.client.model.SyncEvent.CodeAlarm}. The words are compared all the same.
   *
   * @param approval asks the person here which words the new device shows
   */
  public CodeInvitation inviteByCode(InviteOptions options, PairingApproval approval) {
    return CodeInvitation.byWords(service, options, approval);
  }

  /**
   * The same where both persons know a passphrase; only the nameplate has to be told.
   *
   * @param passphrase 8 to 256 characters; case and blanks count; stays the caller's to wipe
   */
  public CodeInvitation inviteByPassphrase(InviteOptions options, char[] passphrase,
      PairingApproval approval) {
    return CodeInvitation.byPassphrase(service, passphrase, options, approval);
  }

  /**
   * Signals to every other device of the group that is connected at this moment: a few bytes, sealed and signed, stored nowhere.
   * They may be lost; they never come twice. The others get {@code SyncEvent.SignalReceived}.
   *
   * @param body at most 4 096 bytes
   * @param contentType the app's own, at most 256 characters
   * @return completes when it has left this device; fails with {@code OFFLINE}, {@code TOO_LARGE} or {@code CLOSED}
   */
  public CompletableFuture<Void> signal(ByteString body, String contentType) {
    return service.signal(body, contentType, null);
  }

  /** {@link #signal(ByteString, String)} to one device only; fails with {@code UNKNOWN_DEVICE} if it is not in the group. */
  public CompletableFuture<Void> signal(ByteString body, String contentType, DeviceId to) {
    return service.signal(body, contentType, to);
  }

  /**
   * Receives once, without staying connected: connects, takes at most so many blobs, waits until the app has applied and the relay
   * was told, and disconnects. For apps that the system runs for moments only. Not on a started client.
   *
   * @param maxBlobs at least 1
   * @return fails with {@code STARTED}, {@code OFFLINE}, {@code STOPPED} or {@code CLOSED}; what was applied before stays
   */
  public CompletableFuture<PullResult> pull(int maxBlobs) {
    if (maxBlobs < 1) {
      throw new IllegalArgumentException("a pull takes at least 1 blob, not " + maxBlobs);
    }
    return service.pull(maxBlobs);
  }

  /** Where this device stands. A snapshot. */
  public SyncStatus status() {
    return service.status();
  }

  /** The opaque id of a stream name, as {@link IncomingBlob#stream} has it. */
  public StreamId streamId(String name) {
    return service.streamId(name);
  }

  /** A value that a handler committed with its blob. */
  public Optional<ByteString> appValue(String key) {
    return service.appValue(key);
  }

  /** This device's own pushes that are still kept, sealed, ascending. For auditors and proofs; costs a copy of the list. */
  public List<OutboxView> outbox() {
    return service.outbox();
  }

  /** The blobs that do not open and are kept (RECV-3), in the order of the log. */
  public List<ParkedBlob> parked() {
    return service.parked();
  }

  /**
   * Tries the parked blobs again that this device has a key for, as happens by itself with every new key: of use after an update of the
   * program.
   *
   * @return completes with how many opened; they go to the handler in turn
   */
  public CompletableFuture<Integer> retryParked() {
    return service.retryParked();
  }

  /** Forgets a parked blob for good. Completes with whether there was one at that cursor. */
  public CompletableFuture<Boolean> dropParked(long cursor) {
    return service.dropParked(cursor);
  }

  /**
   * Opens a blob that was captured somewhere, with this device's keys. Changes nothing.
   *
   * @param captured an encoded Deliver frame, alone or in its RelayFrame; or the sealed payload of a push that is still in {@link #outbox}
   * @throws SyncProblem {@code DOES_NOT_OPEN}
   */
  public OpenedBlob openSealed(ByteString captured) {
    return service.openSealed(captured);
  }

  /** Ends everything within half a second, never waiting for the network. Nothing is lost: what was not sent stays in the store. */
  @Override
  public void close() {
    service.close();
    if (publisher != null) {
      publisher.complete();
    }
    events.complete();
  }
}
