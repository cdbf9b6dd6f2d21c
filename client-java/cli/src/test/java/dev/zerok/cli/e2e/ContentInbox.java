package dev.zerok.cli.e2e;

import dev.zerok.client.SyncClient;
import dev.zerok.client.model.ContentEvent;
import dev.zerok.client.model.IncomingContent;
import dev.zerok.client.model.SyncEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A folder that takes every content under its name, and tells a test which came. */
final class ContentInbox {
  static final long ANY_SIZE = Long.MAX_VALUE;

  private final BlockingQueue<IncomingContent> taken = new LinkedBlockingQueue<>();
  private final Path folder;

  ContentInbox(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /** Takes what comes to this client from now on. */
  void of(SyncClient client) {
    client.receiveContent(content -> content.receiveTo(folder.resolve(content.name()))
        .thenAccept(file -> taken.add(content)), ANY_SIZE);
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  IncomingContent next() throws InterruptedException {
    IncomingContent content = taken.poll(ClientDevice.PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (content == null) {
      throw new AssertionError("no content came");
    }
    return content;
  }

  boolean isEmpty() {
    return taken.isEmpty();
  }

  /** A file of so many bytes that look different at every place. */
  static Path noise(Path file, int bytes) {
    byte[] noise = new byte[bytes];
    new SplittableRandom(bytes).nextBytes(noise);
    try {
      return Files.write(file, noise);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for news of this kind that fit. */
  static <E extends ContentEvent> E news(ClientDevice device, Class<E> type, Predicate<E> fits) {
    while (true) {
      ContentEvent event = device.nextEvent(SyncEvent.ContentNews.class).event();
      if (type.isInstance(event) && fits.test(type.cast(event))) {
        return type.cast(event);
      }
    }
  }

  static <E extends ContentEvent> E news(ClientDevice device, Class<E> type) {
    return news(device, type, any -> true);
  }
}
