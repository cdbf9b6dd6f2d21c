package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import dev.zerok.client.store.StoreImage;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.seal.OpenedPayload;
import dev.zerok.protocol.wire.PayloadKind;
import java.util.ArrayList;
import java.util.List;

/** What waits in the outbox of a device that must not push it any more, so that another one of the same person can (RECV-8). */
public final class UnsentPushes {
  /**
   * One payload of the app.
   *
   * @param seq its sequence at the old device
   * @param blobHash its hash there
   */
  public record Unsent(long seq, ByteString blobHash, StreamId stream, String contentType,
      ByteString body, int ttlSeconds) {
    /** Without the body, which is the app's secret. */
    @Override
    public String toString() {
      return "Unsent[" + seq + "]";
    }
  }

  private UnsentPushes() {}

  /** All that wait in that store, opened with the old device's keys, ascending. The image stays the caller's. */
  public static List<Unsent> of(Crypto crypto, RandomSource random, StoreImage image) {
    List<Unsent> unsent = new ArrayList<>();
    try (ReplicaState state = new ReplicaState(DeviceSelf.of(crypto, image), image, false)) {
      PushSealer sealer = new PushSealer(state.self, random, state.keyring, state.outbox);
      for (Outbox.Item item : state.outbox.all()) {
        if (!item.isPlaced()) {
          OpenedPayload opened = sealer.open(item, state.roster());
          if (opened.header().getKind() == PayloadKind.PAYLOAD_KIND_DATA) {
            unsent.add(new Unsent(item.seq(), item.blobHash(), opened.envelope().stream(),
                opened.header().getContentType(), opened.body(), item.push().getTtlSeconds()));
          }
        }
      }
    }
    return unsent;
  }
}
