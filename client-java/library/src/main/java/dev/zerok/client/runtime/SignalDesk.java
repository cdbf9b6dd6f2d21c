package dev.zerok.client.runtime;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.replica.ReplicaView;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.seal.OpenFailure;
import dev.zerok.protocol.seal.OpenedSignal;
import dev.zerok.protocol.seal.OutgoingSignal;
import dev.zerok.protocol.seal.SealContext;
import dev.zerok.protocol.seal.SignalOpener;
import dev.zerok.protocol.seal.SignalOrder;
import dev.zerok.protocol.seal.SignalSealer;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.Signal;
import dev.zerok.protocol.wire.SignalFrom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Signals to and from devices that are connected at the same time (PROTOCOL.md § 7.3). On the loop. */
final class SignalDesk {
  private static final int SESSION_BYTES = 16;

  /** Signals whose leaving somebody waits for; one more is refused. */
  private static final int MAX_LEAVING = 256;

  private final SyncEngine engine;
  private final ByteString session;
  private final long startedMillis;
  private final SignalOrder order = new SignalOrder();
  private final List<CompletableFuture<Void>> leaving = new ArrayList<>();
  private long counter;

  SignalDesk(SyncEngine engine) {
    this.engine = engine;
    this.session = ByteString.copyFrom(engine.config().random().bytes(SESSION_BYTES));
    this.startedMillis = engine.config().clock().millis();
  }

  /**
   * Signals now or not at all.
   *
   * @param to null: all others
   * @param sent completes when it has left this device
   * @throws SyncProblem {@code OFFLINE}, {@code TOO_LARGE} or {@code UNKNOWN_DEVICE}
   */
  void signal(ByteString body, String contentType, @Nullable DeviceId to,
      CompletableFuture<Void> sent) {
    ReplicaView view = engine.view();
    if (!SignalSealer.fits(body, contentType)) {
      throw new SyncProblem(SyncProblem.Reason.TOO_LARGE,
          "A signal has at most 4096 bytes and a content type of 256 characters. Push it instead.");
    }
    if (to != null && view.roster().device(to).isEmpty()) {
      throw new SyncProblem(SyncProblem.Reason.UNKNOWN_DEVICE,
          "There is no device " + to + " in the group.");
    }
    Optional<EpochSecret> secret = view.epochSecret(view.roster().epoch());
    if (!engine.connector().isAdmitted() || secret.isEmpty() || leaving.size() >= MAX_LEAVING) {
      throw offline();
    }
    OutgoingSignal outgoing =
        new OutgoingSignal(contentType, body, session, startedMillis, counter + 1);
    SealContext context = new SealContext(view.self().group(), secret.get(),
        view.self().keys().sign(), view.self().id());
    Signal signal = Signal.newBuilder()
        .setEpoch(secret.get().epoch())
        .setPayload(SignalSealer.seal(engine.config().crypto(), context, outgoing,
            engine.config().random()))
        .setTo(to == null ? ByteString.EMPTY : to.bytes())
        .build();
    if (!engine.connector().send(ClientFrame.newBuilder().setSignal(signal).build())) {
      throw offline();
    }
    counter++;
    leaving.add(sent);
    flushed();
  }

  private static SyncProblem offline() {
    return new SyncProblem(SyncProblem.Reason.OFFLINE,
        "This device is not connected, and a signal cannot wait. Push instead, or try again.");
  }

  /** Something was sent: perhaps everything. */
  void flushed() {
    if (!leaving.isEmpty() && engine.connector().isFlushed()) {
      leaving.forEach(sent -> sent.complete(null));
      leaving.clear();
    }
  }

  /** The session is over; what has not left will not. */
  void sessionEnded() {
    leaving.forEach(sent -> sent.completeExceptionally(offline()));
    leaving.clear();
  }

  /** Somebody signals; what does not open or is not new is dropped without a word (SIGNAL-5, SIGNAL-6). */
  Optional<SyncEvent> received(SignalFrom from) throws ProtocolViolation {
    DeviceId sender = DeviceId.fromWire(from.getSender());
    ReplicaView view = engine.view();
    Optional<EpochSecret> secret = view.epochSecret(from.getEpoch());
    if (secret.isEmpty() || sender.equals(view.self().id())) {
      return Optional.empty();
    }
    try {
      OpenedSignal opened = SignalOpener.open(engine.config().crypto(), view.self().group(),
          secret.get(), view.roster(), sender, from.getPayload());
      return order.take(opened)
          ? Optional.of(new SyncEvent.SignalReceived(sender, opened.header().getContentType(),
              opened.body()))
          : Optional.empty();
    } catch (OpenFailure dropped) {
      return Optional.empty();
    }
  }
}
