package dev.zerok.client.runtime;

import dev.zerok.client.model.ContentEvent;
import dev.zerok.client.model.ContentHandler;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.replica.ReplicaContent;
import dev.zerok.client.store.ContentKey;
import dev.zerok.client.store.ContentRecord;
import dev.zerok.client.store.ContentShelf;
import dev.zerok.protocol.content.ContentManifest;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Complete contents of other devices: verifies each, hands it to the app, one at a time, and again after a pause where the app could not
 * take it. On the loop; the app's code runs elsewhere.
 */
final class ContentReception {
  private static final long FIRST_PAUSE_MILLIS = 1_000;
  private static final long LONGEST_PAUSE_MILLIS = 60_000;

  private final SyncEngine engine;
  private final ContentWorker worker;
  private final ContentShelf shelf;
  // Bounded by ReplicaLimits.CONTENTS_EXPECTED.
  private final Queue<ContentRecord.ContentExpected> waiting = new ArrayDeque<>();
  private @Nullable ContentHandler handler;
  private boolean out;
  private long pause = FIRST_PAUSE_MILLIS;

  ContentReception(SyncEngine engine, ContentWorker worker) {
    this.engine = engine;
    this.worker = worker;
    this.shelf = engine.config().store().content();
  }

  private ReplicaContent replica() {
    return engine.replica().content();
  }

  /** From now on the app takes contents of at most so many bytes each. */
  void takeWith(ContentHandler newHandler, long maxBytes) {
    handler = newHandler;
    replica().takeThrough((manifest, outstanding) -> refusal(manifest, outstanding, maxBytes));
    waiting.clear();
    waiting.addAll(replica().complete());
    next();
    engine.appIsHere();
  }

  private Optional<String> refusal(ContentManifest manifest, long outstanding, long maxBytes) {
    return manifest.size() > maxBytes
        ? Optional.of("this device takes contents of at most " + maxBytes + " bytes")
        : shelf.refusal(manifest.size() + outstanding);
  }

  /** Every chunk of a further one is here. */
  void complete(ContentRecord.ContentExpected content) {
    waiting.add(content);
    next();
  }

  private void next() {
    ContentHandler present = handler;
    if (out || present == null) {
      return;
    }
    ContentRecord.ContentExpected content = waiting.poll();
    if (content != null) {
      out = true;
      StoredContent stored = new StoredContent(content, shelf, worker);
      out = worker.execute(() -> verify(stored, content.key(), present));
    }
  }

  private void verify(StoredContent content, ContentKey key, ContentHandler to) {
    try {
      if (content.isAsAnnounced(engine.config().crypto().sha256Function().newDigest())) {
        handOver(content, key, to);
      } else {
        engine.loop().execute(() -> spoilt(key, "its SHA-256 does not fit"));
      }
    } catch (IOException e) {
      engine.loop().execute(() -> spoilt(key, String.valueOf(e.getMessage())));
    }
  }

  private void spoilt(ContentKey key, String reason) {
    if (!engine.isRunning()) {
      return; // it could not be read because the client was closed
    }
    engine.run(replica().spoilt(key, reason));
    out = false;
    next();
  }

  private void handOver(StoredContent content, ContentKey key, ContentHandler to) {
    engine.config().callbacks().run(() -> {
      try {
        to.handle(content)
            .whenComplete(
                (nothing, failure) -> engine.loop()
                    .execute(() -> handled(content, key, to, failure)));
      } catch (Exception e) {
        engine.loop().execute(() -> handled(content, key, to, e));
      } catch (Throwable e) {
        engine.loop().execute(() -> handled(content, key, to, e));
        throw e;
      }
    });
  }

  private void handled(StoredContent content, ContentKey key, ContentHandler to,
      @Nullable Throwable failure) {
    if (!engine.isRunning()) {
      return;
    }
    if (failure != null) {
      engine.tell(new SyncEvent.ContentNews(new ContentEvent.ContentNotTaken(key.sender(), key.id(),
          content.name(), failure.getClass().getSimpleName(), pause)));
      var unused = engine.loop().schedule(() -> handOver(content, key, to), pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
      return;
    }
    pause = FIRST_PAUSE_MILLIS;
    engine.run(replica().taken(key));
    out = false;
    next();
  }
}
