package dev.zerok.example;

import com.google.protobuf.ByteString;
import dev.zerok.client.ClientConfig;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.BlobHandler;
import dev.zerok.client.model.IncomingBlob;
import dev.zerok.client.model.PushOptions;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Notes that can be read and written without a network. Of two writers of a note the later clock wins, on every device alike. */
public final class OfflineNotes implements AutoCloseable {
  /** A note, and when and by whom it was written. */
  record Note(String text, long millis, String writer) {
    boolean beats(Note other) {
      return millis != other.millis ? millis > other.millis : writer.compareTo(other.writer) > 0;
    }
  }

  private final Map<String, Note> notes = new ConcurrentHashMap<>(); // a real app keeps them on disk
  private final ClientConfig config;
  private final Consumer<String> changed;
  private final SyncClient client;

  /** Opens the notes of the device in this store, online or not; {@code changed} hears the titles that others wrote. */
  public OfflineNotes(ClientConfig config, Consumer<String> changed) {
    this.config = config;
    this.changed = changed;
    this.client = SyncClient.open(config.withHandler(BlobHandler.of(this::received))).start();
  }

  /** What the note says here and now; empty if there is none. */
  public String read(String title) {
    Note note = notes.get(title);
    return note == null ? "" : note.text();
  }

  /** Writes it here at once. Completes when it is safe on this device; it reaches the others whenever there is a network. */
  public CompletableFuture<Void> write(String title, String text) {
    long now = config.clock().millis();
    keep(title, new Note(text, now, client.status().device().hex()));
    ByteString body = ByteString.copyFromUtf8(now + "\n" + title + "\n" + text);
    return client.push(body, PushOptions.DEFAULT).thenAccept(receipt -> {});
  }

  private void received(IncomingBlob blob) {
    String[] parts = blob.body().toStringUtf8().split("\n", 3);
    keep(parts[1], new Note(parts[2], Long.parseLong(parts[0]), blob.sender().hex()));
    changed.accept(parts[1]);
  }

  private void keep(String title, Note note) {
    notes.merge(title, note, (here, there) -> there.beats(here) ? there : here);
  }

  /** How many changes still wait for the network. */
  public int waiting() {
    return client.status().outboxCount();
  }

  @Override
  public void close() {
    client.close();
  }
}
