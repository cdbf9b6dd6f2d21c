package dev.zerok.client.runtime;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.AppChanges;
import dev.zerok.client.model.BlobHandler;
import dev.zerok.client.model.IncomingBlob;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.TransactionWork;
import dev.zerok.client.store.ClientStore;
import dev.zerok.client.store.TransactionalStore;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Hands blobs to the app, and again after a pause where the app could not apply one. On the loop; the app's code runs elsewhere. */
final class Handover {
  private static final long FIRST_PAUSE_MILLIS = 1_000;
  private static final long LONGEST_PAUSE_MILLIS = 60_000;

  /** Learns what the app has applied. */
  interface Owner {
    /** Whether {@link #applied} would commit it at once; if not, it comes again. */
    boolean canApply(IncomingBlob blob);

    void applied(IncomingBlob blob, AppChanges changes);
  }

  private final EventLoop loop;
  private final CallbackRunner callbacks;
  private final BlobHandler handler;
  private final Owner owner;
  private final ClientStore store;
  private final Map<String, ByteString> appValues = new ConcurrentHashMap<>();
  private long pause = FIRST_PAUSE_MILLIS;

  Handover(EventLoop loop, CallbackRunner callbacks, BlobHandler handler, Owner owner,
      ClientStore store, Map<String, ByteString> stored) {
    this.loop = loop;
    this.callbacks = callbacks;
    this.handler = handler;
    this.owner = owner;
    this.store = store;
    appValues.putAll(stored);
  }

  /** The app's own committed values. Any thread. */
  @Nullable
  ByteString value(String key) {
    return appValues.get(key);
  }

  void handOver(IncomingBlob blob) {
    callbacks.run(() -> {
      try {
        CompletionStage<AppChanges> stage = handler.handle(blob);
        stage.whenComplete(
            (changes, failure) -> loop.execute(() -> handled(blob, changes, failure)));
      } catch (Exception e) {
        loop.execute(() -> handled(blob, AppChanges.NONE, e));
      } catch (Throwable e) {
        loop.execute(() -> handled(blob, AppChanges.NONE, e));
        throw e;
      }
    });
  }

  private void handled(IncomingBlob blob, @Nullable AppChanges changes,
      @Nullable Throwable failure) {
    if (failure != null || changes == null) {
      again(blob, failure == null ? "no changes" : failure.getClass().getSimpleName());
    } else if (!fits(changes)) {
      again(blob, "more than " + AppChanges.MAX_KEYS + " values");
    } else if (changes.work() == null) {
      applied(blob, changes);
    } else if (owner.canApply(blob)) {
      applyInTransaction(blob, changes, changes.work());
    }
  }

  private void applied(IncomingBlob blob, AppChanges changes) {
    pause = FIRST_PAUSE_MILLIS;
    owner.applied(blob, changes);
  }

  /** The app's work first, because it alone may fail without harm; then the client's own records end the transaction. */
  private void applyInTransaction(IncomingBlob blob, AppChanges changes, TransactionWork work) {
    if (!(store instanceof TransactionalStore transactional)) {
      throw new IllegalStateException(
          store.getClass().getSimpleName() + " has no transaction for the app's work");
    }
    try {
      transactional.begin(work);
    } catch (Exception e) {
      again(blob, e.getClass().getSimpleName());
      return;
    } catch (Throwable e) {
      again(blob, e.getClass().getSimpleName());
      CallbackQueue.uncaught(e);
      return;
    }
    applied(blob, changes);
  }

  private void again(IncomingBlob blob, String reason) {
    callbacks.tell(new SyncEvent.BlobNotApplied(blob.cursor(), reason, pause));
    var unused = loop.schedule(() -> handOver(blob), pause);
    pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
  }

  private boolean fits(AppChanges changes) {
    long fresh =
        changes.values().keySet().stream().filter(key -> !appValues.containsKey(key)).count();
    return appValues.size() + fresh <= AppChanges.MAX_KEYS;
  }

  /** These values are committed now. */
  void committed(AppChanges changes) {
    changes.values().forEach((key, value) -> {
      if (value.isEmpty()) {
        appValues.remove(key);
      } else {
        appValues.put(key, value);
      }
    });
  }
}
