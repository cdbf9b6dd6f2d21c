package dev.zerok.client.store;

import dev.zerok.protocol.content.ContentManifest;
import dev.zerok.protocol.id.ContentId;
import dev.zerok.protocol.id.StreamId;

/** One change of what a device knows of large contents (PROTOCOL.md § 7.1); {@link ContentImage} says what each does to the whole. */
public sealed interface ContentRecord {
  /**
   * A content that this device pushes, and how far it is. A later one of the same id replaces it.
   *
   * @param path the absolute path of the file that it is made of, chunk by chunk
   * @param modifiedNanos when that file was last changed, Unix time; another time or size: it is no longer the same
   * @param stream the app's name of the stream
   * @param ttlSeconds as in Push
   * @param next the next part to seal: 0 the manifest, n the chunk with index n − 1
   */
  record ContentSource(ContentManifest manifest, String path, long modifiedNanos, String stream,
      int ttlSeconds, int next) implements ContentRecord {
    /** The same after one more part was sealed. */
    public ContentSource advanced() {
      return new ContentSource(manifest, path, modifiedNanos, stream, ttlSeconds, next + 1);
    }

    /** Whether every part was sealed. */
    public boolean isSealed() {
      return next > manifest.chunkCount();
    }
  }

  /** The own push with that sequence is a part of that content: it can be made again and need not be kept once it is placed. */
  record ContentPush(long seq, ContentId id) implements ContentRecord {}

  /** The relay has every part of an own content, or it was given up. */
  record ContentSourceDone(ContentId id) implements ContentRecord {}

  /**
   * A content that another device announced. A later one of the same key replaces it.
   *
   * @param stream where it was pushed to
   * @param sentAtMillis the sender's clock
   * @param doubtful whether a Gap may have swallowed a part of it (CONTENT-7)
   */
  record ContentExpected(ContentKey key, ContentManifest manifest, StreamId stream,
      long sentAtMillis, boolean doubtful) implements ContentRecord {
    /** The same, in doubt or no longer. */
    public ContentExpected doubted(boolean doubt) {
      return new ContentExpected(key, manifest, stream, sentAtMillis, doubt);
    }
  }

  /** The chunks {@code from} to {@code from + count − 1} of an announced content are on the shelf. */
  record ContentKept(ContentKey key, int from, int count) implements ContentRecord {}

  /** The app took a content, or it will never be complete: nothing of it is kept. */
  record ContentClosed(ContentKey key) implements ContentRecord {}
}
