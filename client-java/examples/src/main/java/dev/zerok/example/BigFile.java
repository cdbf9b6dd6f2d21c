package dev.zerok.example;

import dev.zerok.client.SyncClient;
import dev.zerok.client.model.ContentTransfer;
import dev.zerok.client.model.PushOptions;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A file of any size, from one device to the others, over lost connections and restarts. */
public final class BigFile {
  private static final long LARGEST_BYTES = 4L * 1024 * 1024 * 1024;

  private BigFile() {}

  /** Goes on by itself until {@code completed()}, also after a restart; the file has to stay as it is until then. */
  static ContentTransfer send(SyncClient client, Path file, Consumer<String> show) {
    return client.push(file, PushOptions.DEFAULT,
        progress -> show.accept(progress.bytes() + " of " + progress.size()));
  }

  /** To be called before {@code start()}. What comes is whole and verified; its name is foreign text, so the folder's own is used. */
  static SyncClient receive(SyncClient client, Path folder, Consumer<Path> received) {
    return client.receiveContent(content -> content
        .receiveTo(folder.resolve(content.id().hex()))
        .thenAccept(received), LARGEST_BYTES);
  }
}
