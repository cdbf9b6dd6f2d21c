package dev.zerok.example;

import dev.zerok.client.ClientConfig;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.IncomingBlob;
import java.util.concurrent.Flow;

/** Blobs as a stream instead of to a handler: as many as the app asks for, each until the app says that it is done. */
public final class BlobReader implements Flow.Subscriber<IncomingBlob> {
  /** Puts one blob away; it may come again after a crash, with the same {@code idempotenceKey()}. */
  interface Shelf {
    void put(IncomingBlob blob);
  }

  private final SyncClient client;
  private final Shelf shelf;
  private volatile Flow.Subscription subscription;

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
    subscription = given;
    subscription.request(1);
  }

  @Override
  public void onNext(IncomingBlob blob) {
    shelf.put(blob);
    client.acknowledge(blob); // from here on it does not come again; later, or elsewhere, is fine too
    subscription.request(1);
  }

  @Override
  public void onError(Throwable failure) {
    System.err.println("Somebody else reads this device's blobs: " + failure.getMessage());
  }

  @Override
  public void onComplete() {} // the client was closed
}
