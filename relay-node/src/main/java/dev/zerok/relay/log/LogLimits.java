package dev.zerok.relay.log;

/**
 * How much waits for the log, and how much of it becomes durable at once. What a command weighs is known before it is applied, what
 * it writes only afterwards: both are bounded.
 *
 * @param batchCommands in one batch, at most
 * @param batchBytes of all commands of a batch; one larger command is a batch of its own
 * @param commitBytes that one commit writes; the command that reaches it is the commit's last
 * @param waitingCommands offered and not yet taken into a batch; beyond it offers are refused
 * @param waitingBytes of them; beyond it offers are refused
 */
public record LogLimits(
    int batchCommands, int batchBytes, long commitBytes, int waitingCommands, long waitingBytes) {
  /** 1 000 commands or 300 KB a batch; 4 MiB a commit; 65 536 commands or 64 MiB waiting. */
  public static final LogLimits DEFAULT =
      new LogLimits(1_000, 300_000, 4L << 20, 65_536, 64L << 20);

  public LogLimits {
    if (batchCommands < 1 || batchBytes < 1 || commitBytes < 1 || waitingCommands < 1
        || waitingBytes < 1) {
      throw new IllegalArgumentException("every limit of the log is at least 1");
    }
  }
}
