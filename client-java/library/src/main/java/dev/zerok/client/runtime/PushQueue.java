package dev.zerok.client.runtime;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.PushOptions;
import dev.zerok.client.model.PushReceipt;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * Pushes between the app's threads and the loop, so that many of them share one commit. Bounded in number and bytes. Any thread.
 */
final class PushQueue {
  /** Pushes that wait to be sealed, at most. */
  static final int MAX_PUSHES = 4_096;

  /** Their bytes, at most. */
  static final long MAX_BYTES = 32L * 1024 * 1024;

  /** What one commit takes. */
  private static final int BATCH_PUSHES = 128;

  private static final long BATCH_BYTES = 4L * 1024 * 1024;

  /** One push of the app. */
  record Request(ByteString body, PushOptions options, CompletableFuture<PushReceipt> receipt) {}

  private final Queue<Request> waiting = new ArrayDeque<>();
  private long bytes;

  /** What became of an offer. */
  enum Offer {
    /** It is in; the loop has to be told. */
    FIRST,
    /** It is in; the loop was told. */
    QUEUED,
    /** There is no room. */
    FULL
  }

  synchronized Offer offer(Request request) {
    if (waiting.size() >= MAX_PUSHES || bytes + request.body().size() > MAX_BYTES) {
      return Offer.FULL;
    }
    boolean first = waiting.isEmpty();
    waiting.add(request);
    bytes += request.body().size();
    return first ? Offer.FIRST : Offer.QUEUED;
  }

  /** The next batch; empty if nothing waits. */
  synchronized List<Request> poll() {
    List<Request> batch = new ArrayList<>();
    long taken = 0;
    while (!waiting.isEmpty() && batch.size() < BATCH_PUSHES && taken < BATCH_BYTES) {
      Request next = waiting.remove();
      batch.add(next);
      taken += next.body().size();
    }
    bytes -= taken;
    return batch;
  }

  synchronized boolean isEmpty() {
    return waiting.isEmpty();
  }
}
