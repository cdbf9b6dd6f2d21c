package dev.zerok.cli.e2e;

import dev.zerok.client.model.IncomingBlob;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A subscriber of blobs that asks for nothing by itself. */
class BlobRecorder implements Flow.Subscriber<IncomingBlob> {
  final BlockingQueue<IncomingBlob> blobs = new LinkedBlockingQueue<>();
  final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
  final CompletableFuture<Void> completed = new CompletableFuture<>();

  BlobRecorder request(long count) {
    ClientDevice.await(subscription).request(count);
    return this;
  }

  IncomingBlob next() {
    try {
      IncomingBlob blob = blobs.poll(ClientDevice.PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (blob == null) {
        throw new AssertionError("no blob came");
      }
      return blob;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    if (!subscription.complete(given)) {
      throw new AssertionError("subscribed twice");
    }
  }

  @Override
  public void onNext(IncomingBlob blob) {
    blobs.add(blob);
  }

  @Override
  public void onError(Throwable failure) {
    completed.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    completed.complete(null);
  }
}
