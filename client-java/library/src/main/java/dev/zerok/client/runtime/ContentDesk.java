package dev.zerok.client.runtime;

import dev.zerok.client.model.ContentHandler;
import dev.zerok.client.model.ContentProgress;
import dev.zerok.client.model.ContentTransfer;
import dev.zerok.client.model.PushOptions;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.replica.ContentEffect;
import dev.zerok.client.replica.ReplicaStep;
import dev.zerok.client.replica.ShelvedChunk;
import dev.zerok.client.store.ContentShelf;
import dev.zerok.client.store.StoreFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** The large contents of this device, both ways (PROTOCOL.md § 7.1): what the engine and the app have to do with them. */
public final class ContentDesk {
  private final SyncEngine engine;
  private final ContentWorker worker = new ContentWorker();
  private final ContentShelf shelf;
  private final ContentDispatch dispatch;
  private final ContentReception reception;

  ContentDesk(SyncEngine engine) {
    this.engine = engine;
    this.shelf = engine.config().store().content();
    this.dispatch = new ContentDispatch(engine, worker);
    this.reception = new ContentReception(engine, worker);
  }

  /** Takes up what an earlier run of the program left. On the loop, before everything else. */
  void begin() {
    try {
      shelf.keepOnly(engine.replica().content().known());
      dispatch.resume();
    } catch (StoreFailure e) {
      engine.failStore(e);
    }
  }

  /** Pushes a file as a content. Any thread. */
  public ContentTransfer push(Path path, PushOptions options,
      Consumer<ContentProgress> listener) {
    return dispatch.push(path, options, listener);
  }

  /** Takes contents of at most so many bytes each, from now on. Any thread. */
  public void takeWith(ContentHandler handler, long maxBytes) {
    engine.loop().execute(() -> {
      if (engine.isRunning()) {
        reception.takeWith(handler, maxBytes);
      }
    });
  }

  /** Own contents that are under way. On the loop, as all below. */
  List<ContentTransfer> transfers() {
    return dispatch.all();
  }

  /** Puts a step's chunks on the shelf, before its records are committed; false if the store failed. */
  boolean shelve(ReplicaStep step) {
    try {
      for (ShelvedChunk chunk : step.shelved()) {
        shelf.put(chunk.key(), chunk.chunkBytes(), chunk.index(), chunk.data());
      }
      return true;
    } catch (StoreFailure e) {
      engine.failStore(e);
      return false;
    }
  }

  void perform(ContentEffect effect) {
    if (effect instanceof ContentEffect.SourcePlaced placed) {
      dispatch.placed(placed);
    } else if (effect instanceof ContentEffect.SourceEnded ended) {
      dispatch.ended(ended);
    } else if (effect instanceof ContentEffect.AllChunksHere here) {
      reception.complete(here.content());
    } else if (effect instanceof ContentEffect.ShelfCleared cleared) {
      try {
        shelf.drop(cleared.key());
      } catch (StoreFailure e) {
        engine.failStore(e);
      }
    }
  }

  /** Something may go out. */
  void pump() {
    dispatch.pump();
  }

  /** Nothing goes on in this run of the program. */
  void fail(SyncProblem problem) {
    dispatch.fail(problem);
  }

  void close() {
    dispatch.fail(SyncEngine.closedProblem());
    worker.close();
  }
}
