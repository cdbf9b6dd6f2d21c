package dev.zerok.relay.log;

import dev.zerok.relay.core.ShardCommand;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The commands that wait for the log, in order; bounded in number and bytes. Any thread. */
final class CommandQueue {
  private final LogLimits limits;
  private final ArrayDeque<ShardCommand> waiting = new ArrayDeque<>();
  private long waitingBytes;
  private boolean draining;
  private boolean stopped;

  CommandQueue(LogLimits limits) {
    this.limits = limits;
  }

  /** False if it is full or takes nothing new. */
  synchronized boolean offer(ShardCommand command) {
    boolean full =
        waiting.size() >= limits.waitingCommands() || waitingBytes >= limits.waitingBytes();
    if (full || draining || stopped) {
      return false;
    }
    add(command);
    return true;
  }

  /** Takes it however full it is; drops it when nothing new is taken, and is false then. */
  synchronized boolean require(ShardCommand command) {
    boolean takes = !draining && !stopped;
    if (takes) {
      add(command);
    }
    return takes;
  }

  /** What a command of the log itself left to do: taken while draining too. */
  synchronized void follow(ShardCommand command) {
    if (!stopped) {
      add(command);
    }
  }

  /** The next batch; waits for the first command. Empty when the queue is drained or stopped. */
  synchronized List<ShardCommand> takeBatch() throws InterruptedException {
    while (waiting.isEmpty() && !draining && !stopped) {
      wait();
    }
    List<ShardCommand> batch = new ArrayList<>();
    long bytes = 0;
    while (!stopped && batch.size() < limits.batchCommands() && !waiting.isEmpty()) {
      int next = waiting.getFirst().weight();
      if (!batch.isEmpty() && bytes + next > limits.batchBytes()) {
        break;
      }
      bytes += next;
      batch.add(waiting.removeFirst());
    }
    waitingBytes -= bytes;
    return batch;
  }

  /** Takes nothing new; what waits is still given out. */
  synchronized void drain() {
    draining = true;
    notifyAll();
  }

  /** Gives nothing out any more. */
  synchronized void stop() {
    stopped = true;
    waiting.clear();
    notifyAll();
  }

  synchronized int size() {
    return waiting.size();
  }

  synchronized long bytes() {
    return waitingBytes;
  }

  private void add(ShardCommand command) {
    waiting.addLast(command);
    waitingBytes += command.weight();
    notifyAll();
  }
}
