package dev.zerok.relay.port;

import dev.zerok.relay.core.ShardCommand;
import java.util.concurrent.CompletionStage;

/**
 * The durable order of one shard's commands.
 *
 * <p>Duties of an implementation:
 *
 * <ol>
 *   <li>Commands take effect in the order in which they were taken.
 *   <li>No effect leaves before everything that it rests on is durable on the promised number of disks (LOG-1).
 *   <li>What was made durable is there after a crash (LOG-2).
 *   <li>After a failed write nothing more is written and no effect leaves: the failure goes to whoever can stop the process.
 *   <li>What waits is bounded in commands and in bytes.
 * </ol>
 */
public interface ShardLog {
  /** Takes a command unless too much waits already or the log is draining; then false, and nothing happened. */
  boolean offer(ShardCommand command);

  /**
   * Takes a command however much waits. Only for commands of which each session has at most one at a time. After {@link
   * #drain} they are dropped; then false.
   */
  boolean require(ShardCommand command);

  /** Takes nothing new and completes when everything taken is durable and its effects were given away. */
  CompletionStage<Void> drain();
}
