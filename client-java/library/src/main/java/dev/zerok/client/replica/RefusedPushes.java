package dev.zerok.client.replica;

import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.StoreImage;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.wire.Error;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Own pushes that the relay will never take. An empty one stands in the place of each, which is acknowledged like any other; whoever asks
 * for the push itself is still told that it is lost.
 */
final class RefusedPushes {
  private final TreeMap<Long, StoreRecord.PushRefused> refused;

  RefusedPushes(Map<Long, StoreRecord.PushRefused> stored) {
    refused = new TreeMap<>(stored);
  }

  /** The relay refused it. */
  StoreRecord add(Error error) {
    StoreRecord.PushRefused record =
        new StoreRecord.PushRefused(error.getDeviceSeq(), error.getCode(), RelayWords.of(error));
    refused.put(record.seq(), record);
    if (refused.size() > StoreImage.REFUSED_REMEMBERED) {
      refused.pollFirstEntry();
    }
    return record;
  }

  /** Why that push was refused; empty if it was not, or so long ago that it is forgotten. */
  Optional<SyncProblem> problem(long seq) {
    return Optional.ofNullable(refused.get(seq)).map(RefusedPushes::problem);
  }

  private static SyncProblem problem(StoreRecord.PushRefused record) {
    return new SyncProblem(
        record.code() == ErrorCode.BLOB_TOO_LARGE.code()
            ? SyncProblem.Reason.TOO_LARGE
            : SyncProblem.Reason.REFUSED,
        "The relay refused this push for good and says: \"" + record.words() + "\"");
  }
}
