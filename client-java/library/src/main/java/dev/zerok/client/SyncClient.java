package dev.zerok.client;

import dev.zerok.client.model.BlobHandler;
import dev.zerok.client.model.IncomingBlob;
import dev.zerok.client.model.InviteOptions;
import dev.zerok.client.model.JoinPrompts;
import dev.zerok.client.model.MemberDevice;
import dev.zerok.client.model.OutboxView;
import dev.zerok.client.model.PairingApproval;
import dev.zerok.client.model.PushOptions;
import dev.zerok.client.model.PushReceipt;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.model.SyncStatus;
import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.StreamId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

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
public final class SyncClient implements AutoCloseable {
  private SyncClient() {}

  /**
   * Creates a group whose first device, an admin, is this one. Works offline: the relay hears of it at the first connection.
   *
   * @throws SyncProblem {@code DEVICE_EXISTS} or {@code STORE_FAILED}
   */
  public static CreatedGroup create(ClientConfig config, NewGroup group) {
    throw new UnsupportedOperationException();
  }

  /**
   * Opens the device that is in the store.
   *
   * @throws SyncProblem {@code NO_DEVICE}
   */
  public static SyncClient open(ClientConfig config) {
    throw new UnsupportedOperationException();
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
    throw new UnsupportedOperationException();
  }

  /** Starts to connect, push and receive; goes on until {@link #close}. Idempotent. Returns this client. */
  public SyncClient start() {
    throw new UnsupportedOperationException();
  }

  /** Tries to connect now: after a refusal or displacement, or to cut a pause short. */
  public void reconnect() {
    throw new UnsupportedOperationException();
  }

  /**
   * Seals a payload and puts it into the outbox. Completes when it is on this device's disk; then it will reach every device, whatever
   * crashes in between.
   *
   * @param body at most about 1 MiB; it fails with {@code TOO_LARGE} if the sealed payload would not fit
   * @return fails with {@code OUTBOX_FULL}, {@code TOO_LARGE}, {@code NOT_A_MEMBER}, {@code STOPPED}, {@code STORE_FAILED},
   *     {@code CLOSED}
   */
  public CompletableFuture<PushReceipt> push(ByteString body, PushOptions options) {
    throw new UnsupportedOperationException();
  }

  /** {@link #push(ByteString, PushOptions)} of a copy of these bytes, with default options. */
  public CompletableFuture<PushReceipt> push(byte[] body) {
    return push(ByteString.copyFrom(body), PushOptions.DEFAULT);
  }

  /** The push's cursor, once the relay has it on its disk. */
  public CompletableFuture<Long> acknowledged(PushReceipt receipt) {
    throw new UnsupportedOperationException();
  }

  /** Completes when the relay has acknowledged everything that was pushed up to now. */
  public CompletableFuture<Void> outboxDrained() {
    throw new UnsupportedOperationException();
  }

  /** Completes when this session has caught up and everything received so far was applied. */
  public CompletableFuture<Void> caughtUp() {
    throw new UnsupportedOperationException();
  }

  /**
   * The blobs as a stream, where the configuration names no {@link BlobHandler}. One subscriber at a time; each blob counts as applied
   * only after {@link #acknowledge}, and the next one comes after that.
   */
  public Flow.Publisher<IncomingBlob> blobs() {
    throw new UnsupportedOperationException();
  }

  /** Says that the app has applied this blob of {@link #blobs}. */
  public void acknowledge(IncomingBlob blob) {
    throw new UnsupportedOperationException();
  }

  /**
   * Invites a device.
   *
   * @param approval asks the person here which words the new device shows
   */
  public Invitation invite(InviteOptions options, PairingApproval approval) {
    throw new UnsupportedOperationException();
  }

  /** The group's devices as the verified roster has them, ascending by id. */
  public List<MemberDevice> devices() {
    throw new UnsupportedOperationException();
  }

  /**
   * Removes a device and starts a new epoch. Completes when the entry stands in the roster.
   *
   * @return fails with {@code NOT_ADMIN}, {@code UNKNOWN_DEVICE}, {@code STOPPED} or {@code CLOSED}
   */
  public CompletableFuture<Void> remove(DeviceId device) {
    throw new UnsupportedOperationException();
  }

  /** Leaves the group. Completes when the entry stands in the roster; fails with {@code LAST_ADMIN} for the last admin. */
  public CompletableFuture<Void> leave() {
    throw new UnsupportedOperationException();
  }

  /** Where this device stands. A snapshot. */
  public SyncStatus status() {
    throw new UnsupportedOperationException();
  }

  /** The opaque id of a stream name, as {@link IncomingBlob#stream} has it. */
  public StreamId streamId(String name) {
    throw new UnsupportedOperationException();
  }

  /** A value that a handler committed with its blob. */
  public Optional<ByteString> appValue(String key) {
    throw new UnsupportedOperationException();
  }

  /** This device's own pushes that are still kept, sealed, ascending. For auditors and proofs; costs a copy of the list. */
  public List<OutboxView> outbox() {
    throw new UnsupportedOperationException();
  }

  /** Ends everything within half a second, never waiting for the network. Nothing is lost: what was not sent stays in the store. */
  @Override
  public void close() {
    throw new UnsupportedOperationException();
  }
}
