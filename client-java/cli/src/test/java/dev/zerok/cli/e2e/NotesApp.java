package dev.zerok.cli.e2e;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.IncomingBlob;
import dev.zerok.client.model.Snapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** An app whose state is a list of texts, pushed to one stream. */
final class NotesApp implements Snapshots {
  static final String STREAM = "notes";

  final BlockingQueue<String> log = new LinkedBlockingQueue<>();
  final BlockingQueue<Integer> taken = new LinkedBlockingQueue<>();
  private final List<String> notes = new ArrayList<>();
  private boolean writesDown = true;

  /** From now on it still puts a state in place, but fails to write its own down. */
  synchronized void stopWritingDown() {
    writesDown = false;
  }

  synchronized void add(String note) {
    notes.add(note);
  }

  synchronized List<String> notes() {
    return List.copyOf(notes);
  }

  void handle(IncomingBlob blob) {
    String note = blob.body().toStringUtf8();
    add(note);
    log.add("blob " + note);
  }

  @Override
  public Set<String> streams() {
    return Set.of(STREAM);
  }

  @Override
  public synchronized ByteString take(String stream) {
    if (!writesDown) {
      throw new IllegalStateException("the notes cannot be written down");
    }
    taken.add(notes.size());
    return ByteString.copyFromUtf8(String.join("\n", notes));
  }

  @Override
  public synchronized void restore(String stream, ByteString state) {
    notes.clear();
    notes.addAll(List.of(state.toStringUtf8().split("\n")));
    log.add("state of " + notes.size());
  }
}
