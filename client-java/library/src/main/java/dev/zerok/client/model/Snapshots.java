package dev.zerok.client.model;

import com.google.protobuf.ByteString;
import java.util.Set;

/**
 * The app's state as a whole, stream by stream: how it is written down for devices that come later or were away for too long, and how it
 * is put in place there (PROTOCOL.md § 6.5, CKPT-1 to CKPT-6). Called on the client's callback executor, never while a blob is being
 * applied.
 */
public interface Snapshots {
  /** The largest state of one stream, in bytes: 64 payloads. */
  int MAX_BYTES = 64 * 1_046_528;

  /** The names of the streams that have a state; empty name: the default stream. At most 64, and the same at every call. */
  Set<String> streams();

  /** Those of them that this device can write down; the others are only put in place. */
  default Set<String> offered() {
    return streams();
  }

  /**
   * The state of a stream: everything that was pushed to it and applied here. It may hold what this device pushed itself and the relay has
   * not placed yet; other devices get that once more as a blob.
   *
   * @return at most {@link #MAX_BYTES}
   */
  ByteString take(String stream) throws Exception;

  /**
   * Replaces the state of a stream by another device's. Blobs that it does not cover come after it. Returning means that it is durable;
   * throwing means that it was not put in place: it comes again after a pause, and nothing behind it is handed over before. What this
   * device changed itself since, the state may lack: an app that writes offline merges instead of replacing.
   *
   * @param state what {@link #take} gave on another device
   */
  void restore(String stream, ByteString state) throws Exception;
}
