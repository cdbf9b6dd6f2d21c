package dev.zerok.client.replica;

import dev.zerok.protocol.wire.Ack;
import dev.zerok.protocol.wire.ClientFrame;
import java.util.Optional;

/**
 * When to acknowledge (PROTOCOL.md § 6.4). Only what is applied and durable; received and applied are one, so the receive window bounds
 * what lies between the relay and the app. What deletes nothing (own pushes, roster entries) waits for the next occasion.
 */
final class AckKeeper {
  private long acknowledged;
  private int entriesSince;
  private boolean foreignSince;

  /** A session began; the relay has this watermark. */
  void begin(long ownApplied) {
    acknowledged = ownApplied;
    entriesSince = 0;
    foreignSince = false;
  }

  /**
   * An entry was applied.
   *
   * @param foreign whether it was another device's blob
   */
  void applied(boolean foreign) {
    entriesSince++;
    foreignSince |= foreign;
  }

  /** An Ack if one is due now: nothing waits any more, or enough was applied to give window back. */
  Optional<ClientFrame> due(long applied, int waiting) {
    boolean due = (foreignSince && waiting == 0) || entriesSince >= ReplicaLimits.ENTRIES_PER_ACK;
    return due ? flush(applied) : Optional.empty();
  }

  /** An Ack if there is anything to acknowledge. */
  Optional<ClientFrame> flush(long applied) {
    if (applied <= acknowledged) {
      return Optional.empty();
    }
    acknowledged = applied;
    entriesSince = 0;
    foreignSince = false;
    return Optional.of(
        ClientFrame.newBuilder()
            .setAck(Ack.newBuilder().setReceived(applied).setApplied(applied))
            .build());
  }
}
