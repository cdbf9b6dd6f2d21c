package dev.zerok.example;

import dev.zerok.client.ClientConfig;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.IncomingBlob;
import java.util.concurrent.Flow;

/** Blobs as a stream instead of to a handler: one after the other, each until the app says that it is done. */
public final class BlobReader implements Flow.Subscriber<IncomingBlob> {
  /** Puts one blob away; it may come again after a crash, with the same {@code idempotenceKey()}. */
  interface Shelf {
    void put(IncomingBlob blob);
  }

  private final SyncClient client;
  private final Shelf shelf;

  private BlobReader(SyncClient client, Shelf shelf) {
    this.client = client;
    this.shelf = shelf;
  }

  /** Reads what comes to this device; the configuration must name no handler. */
  static SyncClient read(ClientConfig config, Shelf shelf) {
    SyncClient client = SyncClient.open(config);
    client.blobs().subscribe(new BlobReader(client, shelf));
    return client.start();
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    given.request(Long.MAX_VALUE); // still one at a time: the next one comes after acknowledge
  }

  @Override
  public void onNext(IncomingBlob blob) {
    shelf.put(blob);
    client.acknowledge(blob); // later, or on another thread, is fine too
  }

  @Override
  public void onError(Throwable failure) {
    System.err.println("Somebody else reads this device's blobs: " + failure.getMessage());
  }

  @Override
  public void onComplete() {} // the client was closed
}
