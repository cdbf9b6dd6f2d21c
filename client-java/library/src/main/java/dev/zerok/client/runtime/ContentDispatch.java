package dev.zerok.client.runtime;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.ContentProgress;
import dev.zerok.client.model.ContentTransfer;
import dev.zerok.client.model.PushOptions;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.replica.ContentEffect;
import dev.zerok.client.replica.ReplicaContent;
import dev.zerok.client.replica.ReplicaLimits;
import dev.zerok.client.store.ContentRecord;
import dev.zerok.protocol.content.ContentManifest;
import dev.zerok.protocol.content.ContentPart;
import dev.zerok.protocol.id.ContentId;
import dev.zerok.protocol.limit.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Own large contents on their way out: hashes the file beforehand, then makes one part at a time whenever the replica wants one. On the
 * loop, except {@link #push}.
 */
final class ContentDispatch {
  private final SyncEngine engine;
  private final ContentWorker worker;
  private final SourceFile file = new SourceFile();
  private final Map<ContentId, OutgoingTransfer> transfers = new LinkedHashMap<>();
  private boolean producing;

  ContentDispatch(SyncEngine engine, ContentWorker worker) {
    this.engine = engine;
    this.worker = worker;
  }

  private ReplicaContent replica() {
    return engine.replica().content();
  }

  /** What an earlier run of the program left under way. */
  void resume() {
    for (ContentRecord.ContentSource source : replica().sources()) {
      ContentId id = source.manifest().id();
      OutgoingTransfer transfer = transfer(id, source.manifest().name(), progress -> {});
      transfers.put(id, transfer);
      transfer.isStored(replica().placedBytes(source), source.manifest().size());
    }
  }

  private OutgoingTransfer transfer(ContentId id, String name, Consumer<ContentProgress> listener) {
    return new OutgoingTransfer(id, name, engine.config().callbacks(), listener,
        () -> engine.loop().execute(() -> cancel(id)));
  }

  /** Begins to push a file. Any thread. */
  ContentTransfer push(Path path, PushOptions options, Consumer<ContentProgress> listener) {
    ContentId id = ContentId.of(engine.config().random().bytes(ContentId.LENGTH));
    Path absolute = path.toAbsolutePath();
    Path last = absolute.getFileName();
    OutgoingTransfer transfer =
        transfer(id, last == null ? "" : shortened(last.toString()), listener);
    boolean queued = engine.loop().execute(() -> transfers.put(id, transfer))
        && worker.execute(() -> describe(absolute, options, transfer));
    if (!queued) {
      transfer.fail(SyncEngine.closedProblem());
    }
    return transfer;
  }

  /** A name over the limit loses its beginning, which keeps its ending. */
  private static String shortened(String name) {
    int surplus = name.codePointCount(0, name.length()) - Limits.NAME_CHARS;
    return surplus <= 0 ? name : name.substring(name.offsetByCodePoints(0, surplus));
  }

  private void describe(Path path, PushOptions options, OutgoingTransfer transfer) {
    try {
      SourceFile.Stamp stamp = SourceFile.Stamp.of(path);
      long most = (long) Limits.CONTENT_CHUNKS * ReplicaLimits.CONTENT_CHUNK_BYTES;
      if (stamp.size() > most) {
        throw new SyncProblem(SyncProblem.Reason.TOO_LARGE,
            "A content has at most " + most + " bytes, not " + stamp.size() + ".");
      }
      ByteString sha256 = SourceFile.hash(path, stamp,
          engine.config().crypto().sha256Function().newDigest());
      ContentManifest manifest = new ContentManifest(transfer.id(), stamp.size(),
          ReplicaLimits.CONTENT_CHUNK_BYTES, sha256, transfer.name(), options.contentType());
      ContentRecord.ContentSource source = new ContentRecord.ContentSource(manifest,
          path.toString(), stamp.modifiedNanos(), options.stream(), options.ttlSeconds(), 0);
      engine.loop().execute(() -> begin(source, transfer));
    } catch (IOException e) {
      engine.loop().execute(() -> failed(transfer, changed(e)));
    } catch (SyncProblem problem) {
      engine.loop().execute(() -> failed(transfer, problem));
    }
  }

  private void begin(ContentRecord.ContentSource source, OutgoingTransfer transfer) {
    if (!transfers.containsKey(transfer.id())) {
      return; // cancelled while it was hashed
    }
    try {
      engine.requireRunning();
      engine.run(replica().begin(source));
      engine.requireRunning();
      transfer.isStored(0, source.manifest().size());
      engine.pump();
    } catch (SyncProblem problem) {
      failed(transfer, problem);
    }
  }

  private void failed(OutgoingTransfer transfer, SyncProblem problem) {
    transfers.remove(transfer.id());
    transfer.fail(problem);
  }

  private static SyncProblem changed(IOException e) {
    return new SyncProblem(SyncProblem.Reason.SOURCE_CHANGED,
        "The file cannot be read as it was when its transfer began (" + e.getMessage()
            + "). Push it again.",
        e);
  }

  private void cancel(ContentId id) {
    OutgoingTransfer transfer = transfers.get(id);
    if (transfer != null) {
      withdraw(id, new SyncProblem(SyncProblem.Reason.CANCELLED, "It was cancelled here."));
      failed(transfer, new SyncProblem(SyncProblem.Reason.CANCELLED, "It was cancelled here."));
    }
  }

  private void withdraw(ContentId id, SyncProblem problem) {
    closeFile();
    engine.run(replica().withdraw(id, problem, engine.now()));
    engine.pump();
  }

  /** Asks for the next part if one may go out; it is made in a turn of the loop of its own, behind pushes that wait there. */
  void pump() {
    if (!producing && wanted().isPresent()) {
      producing = engine.loop().execute(this::produce);
    }
  }

  private Optional<ContentRecord.ContentSource> wanted() {
    return engine.isPumping() ? replica().wanted(engine.now()) : Optional.empty();
  }

  private void produce() {
    producing = false;
    Optional<ContentRecord.ContentSource> wanted = wanted();
    if (wanted.isEmpty()) {
      return;
    }
    ContentRecord.ContentSource source = wanted.get();
    ContentPart part;
    try {
      part = part(source);
    } catch (IOException e) {
      withdraw(source.manifest().id(), changed(e));
      return;
    }
    engine.run(replica().seal(source, part, engine.now()));
    engine.pump();
  }

  private ContentPart part(ContentRecord.ContentSource source) throws IOException {
    if (source.next() == 0) {
      SourceFile.requireSame(source);
      return new ContentPart.Announced(source.manifest());
    }
    int index = source.next() - 1;
    return new ContentPart.Piece(source.manifest().id(), index, file.chunk(source, index));
  }

  private void closeFile() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("closing a file that is only read failed", e);
    }
  }

  void placed(ContentEffect.SourcePlaced effect) {
    OutgoingTransfer transfer = transfers.get(effect.id());
    if (transfer != null) {
      transfer.placed(effect.bytes());
    }
  }

  void ended(ContentEffect.SourceEnded effect) {
    closeFile();
    OutgoingTransfer transfer = transfers.remove(effect.id());
    if (transfer == null) {
      return;
    }
    SyncProblem problem = effect.problem();
    if (problem == null) {
      transfer.isComplete();
    } else {
      transfer.fail(problem);
    }
  }

  /** Those that are under way, in the order of their beginning. */
  List<ContentTransfer> all() {
    return List.copyOf(transfers.values());
  }

  /** Nothing of them goes on in this run of the program. */
  void fail(SyncProblem problem) {
    transfers.values().forEach(transfer -> transfer.fail(problem));
    transfers.clear();
    closeFile();
  }
}
