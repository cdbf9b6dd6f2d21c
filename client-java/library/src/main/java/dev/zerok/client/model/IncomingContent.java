package dev.zerok.client.model;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.ContentId;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.StreamId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A large content of another device: complete, its SHA-256 verified, kept encrypted in this device's store until the handler has taken it
 * (PROTOCOL.md § 7.1). Any thread.
 */
public interface IncomingContent {
  /** The device that pushed it. */
  DeviceId sender();

  /** The sender's name for it. */
  ContentId id();

  /** The stream it was pushed to. */
  StreamId stream();

  /** The sending app's own words, for instance a file's name, at most 256 characters. Foreign text: clean it before use. */
  String name();

  /** The sending app's own words for what it is, at most 256 characters, may be empty. Foreign text. */
  String contentType();

  /** The sender's clock, Unix time. Advice only. */
  long sentAtMillis();

  /** In bytes. */
  long size();

  /** Of all of it. */
  ByteString sha256();

  /** The same for every delivery of this content, different for every other one of the group. */
  default String idempotenceKey() {
    return sender().hex() + ":" + id().hex();
  }

  /**
   * Its bytes, decrypted while they are read. Valid until the handler has taken it. The stream's methods throw {@link IOException} if this
   * device's disk fails or the client was closed.
   */
  InputStream open();

  /**
   * Writes it into a file: under another name first, then in one step under this one, in the place of what is there. The file is on the disk
   * when this completes, and so is its name.
   *
   * @param progress gets a call about every hundredth, on the thread that writes
   * @return the file; fails with {@link IOException}. Completes on the thread that writes, so a handler may wait for it
   */
  CompletableFuture<Path> receiveTo(Path file, Consumer<ContentProgress> progress);

  /** {@link #receiveTo(Path, Consumer)} without being told. */
  default CompletableFuture<Path> receiveTo(Path file) {
    return receiveTo(file, progress -> {});
  }
}
