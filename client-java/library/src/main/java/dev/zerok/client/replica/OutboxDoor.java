package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.protocol.seal.Sealer;

/** What a payload needs to get into the outbox. */
final class OutboxDoor {
  private OutboxDoor() {}

  /**
   * Lets it pass.
   *
   * @throws SyncProblem {@code OFFLINE} for a device that was never admitted, {@code TOO_LARGE} or {@code OUTBOX_FULL}
   */
  static void require(Outbox outbox, boolean admitted, ByteString body) {
    if (!admitted) {
      throw new SyncProblem(SyncProblem.Reason.OFFLINE,
          "This device has not met its group's relay yet; connect once, then push.");
    }
    if (body.size() > Sealer.MAX_BODY_BYTES) {
      throw new SyncProblem(SyncProblem.Reason.TOO_LARGE,
          "A payload has at most " + Sealer.MAX_BODY_BYTES + " bytes, not " + body.size()
              + ". Send it in parts.");
    }
    if (!outbox.hasRoomFor(body.size())) {
      throw new SyncProblem(SyncProblem.Reason.OUTBOX_FULL,
          "The outbox is full. Go online and wait until the relay has taken what is in it.");
    }
  }
}
