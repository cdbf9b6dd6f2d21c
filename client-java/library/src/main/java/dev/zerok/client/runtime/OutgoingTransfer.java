package dev.zerok.client.runtime;

import dev.zerok.client.model.ContentProgress;
import dev.zerok.client.model.ContentTransfer;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.protocol.id.ContentId;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One own content on its way, as the app sees it. The loop tells it what happens; any thread asks. */
final class OutgoingTransfer implements ContentTransfer {
  private final ContentId id;
  private final String name;
  private final CallbackRunner callbacks;
  private final Consumer<ContentProgress> listener;
  private final Runnable cancel;
  private final CompletableFuture<Void> stored = new CompletableFuture<>();
  private final CompletableFuture<Void> completed = new CompletableFuture<>();
  private final CompletableFuture<Void> storedForApp;
  private final CompletableFuture<Void> completedForApp;
  private volatile ContentProgress progress = new ContentProgress(0, 0);
  private long told;

  OutgoingTransfer(ContentId id, String name, CallbackRunner callbacks,
      Consumer<ContentProgress> listener, Runnable cancel) {
    this.id = id;
    this.name = name;
    this.callbacks = callbacks;
    this.listener = listener;
    this.cancel = cancel;
    this.storedForApp = callbacks.deliver(stored);
    this.completedForApp = callbacks.deliver(completed);
  }

  @Override
  public ContentId id() {
    return id;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public CompletableFuture<Void> stored() {
    return storedForApp.copy();
  }

  @Override
  public CompletableFuture<Void> completed() {
    return completedForApp.copy();
  }

  @Override
  public ContentProgress progress() {
    return progress;
  }

  @Override
  public void cancel() {
    cancel.run();
  }

  /** It is in the store, and the relay has so much of it. */
  void isStored(long bytes, long size) {
    progress = new ContentProgress(bytes, size);
    told = bytes;
    stored.complete(null);
  }

  /** The relay has so many bytes of it; told to the app about every hundredth. */
  void placed(long bytes) {
    ContentProgress now = new ContentProgress(bytes, progress.size());
    progress = now;
    if (bytes == now.size() || bytes - told > now.size() / 100) {
      told = bytes;
      callbacks.run(() -> listener.accept(now));
    }
  }

  /** The relay has all of it. */
  void isComplete() {
    completed.complete(null);
  }

  /** It ended, or this client did. */
  void fail(SyncProblem problem) {
    stored.completeExceptionally(problem);
    completed.completeExceptionally(problem);
  }
}
