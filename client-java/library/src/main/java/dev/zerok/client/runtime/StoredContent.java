package dev.zerok.client.runtime;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.ContentProgress;
import dev.zerok.client.model.IncomingContent;
import dev.zerok.client.store.ContentRecord;
import dev.zerok.client.store.ContentShelf;
import dev.zerok.protocol.content.ContentManifest;
import dev.zerok.protocol.crypto.Digest;
import dev.zerok.protocol.id.ContentId;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.StreamId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A complete content on the store's shelf. Any thread. */
final class StoredContent implements IncomingContent {
  private final ContentRecord.ContentExpected content;
  private final ContentShelf shelf;
  private final ContentWorker worker;

  StoredContent(ContentRecord.ContentExpected content, ContentShelf shelf, ContentWorker worker) {
    this.content = content;
    this.shelf = shelf;
    this.worker = worker;
  }

  private ContentManifest manifest() {
    return content.manifest();
  }

  @Override
  public DeviceId sender() {
    return content.key().sender();
  }

  @Override
  public ContentId id() {
    return content.key().id();
  }

  @Override
  public StreamId stream() {
    return content.stream();
  }

  @Override
  public String name() {
    return manifest().name();
  }

  @Override
  public String contentType() {
    return manifest().contentType();
  }

  @Override
  public long sentAtMillis() {
    return content.sentAtMillis();
  }

  @Override
  public long size() {
    return manifest().size();
  }

  @Override
  public ByteString sha256() {
    return manifest().sha256();
  }

  /** The chunk with that index. */
  byte[] chunk(int index) throws IOException {
    return shelf.get(content.key(), manifest().chunkBytes(), index,
        manifest().chunkLength(index));
  }

  /**
   * Whether what lies on the shelf is what the manifest says.
   *
   * @throws IOException if it cannot be read
   */
  boolean isAsAnnounced(Digest digest) throws IOException {
    for (int index = 0; index < manifest().chunkCount(); index++) {
      byte[] chunk = chunk(index);
      digest.update(chunk, 0, chunk.length);
      if (Thread.currentThread().isInterrupted()) {
        throw new IOException("the client was closed");
      }
    }
    return manifest().sha256().equals(ByteString.copyFrom(digest.finish()));
  }

  @Override
  public InputStream open() {
    return new ChunkStream();
  }

  @Override
  public CompletableFuture<Path> receiveTo(Path file, Consumer<ContentProgress> progress) {
    CompletableFuture<Path> done = new CompletableFuture<>();
    boolean queued = worker.execute(() -> {
      try {
        done.complete(ContentFile.write(this, manifest().chunkCount(), file, progress));
      } catch (IOException | RuntimeException e) {
        done.completeExceptionally(e);
      }
    });
    if (!queued) {
      done.completeExceptionally(new IOException("the client was closed"));
    }
    return done;
  }

  /** Without the name, which is the app's secret. */
  @Override
  public String toString() {
    return "StoredContent[" + content.key() + ", " + size() + " bytes]";
  }

  private final class ChunkStream extends InputStream {
    private byte[] chunk = new byte[0];
    private int index;
    private int at;

    /** False at the end. */
    private boolean fill() throws IOException {
      while (at == chunk.length) {
        if (index == manifest().chunkCount()) {
          return false;
        }
        chunk = chunk(index++);
        at = 0;
      }
      return true;
    }

    @Override
    public int read() throws IOException {
      return fill() ? chunk[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, into.length);
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int count = Math.min(length, chunk.length - at);
      System.arraycopy(chunk, at, into, offset, count);
      at += count;
      return count;
    }
  }
}
