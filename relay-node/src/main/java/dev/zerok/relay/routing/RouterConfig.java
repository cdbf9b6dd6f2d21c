package dev.zerok.relay.routing;

import dev.zerok.relay.core.SignalRate;

/**
 * What an operator may set about admission and the node.
 *
 * @param creation who may create groups
 * @param creationsPerHour groups that one address prefix may create in an hour
 * @param fullDiskShare from this share of the disk in use on, new payloads are refused with STORAGE_FULL (PUSH-5)
 * @param mailboxes open at a time on this node
 * @param readThreads that read from the store for the sessions' streams
 * @param waitingChains presented chains that may wait for being verified; beyond, clients are told to come later
 * @param chainEntriesPerHour roster entries of presented chains that are verified for one address prefix in an hour, and at once
 * @param presence whether devices are told who of their group is connected (PRES-1)
 * @param signals how fast a session may signal (SIGNAL-3)
 */
public record RouterConfig(
    CreationPolicy creation,
    int creationsPerHour,
    double fullDiskShare,
    int mailboxes,
    int readThreads,
    int waitingChains,
    int chainEntriesPerHour,
    boolean presence,
    SignalRate signals) {
  /** Everybody creates, 100 an hour; 85 % of the disk; 10 000 mailboxes; 2 reading threads; 8 chains, 100 000 entries an hour; presence. */
  public static final RouterConfig DEFAULT =
      new RouterConfig(new CreationPolicy.Open(), 100, 0.85, 10_000, 2, 8, 100_000, true,
          SignalRate.DEFAULT);

  public RouterConfig {
    if (creationsPerHour < 1 || mailboxes < 1 || readThreads < 1 || waitingChains < 1
        || chainEntriesPerHour < 1) {
      throw new IllegalArgumentException(
          "creationsPerHour, mailboxes, readThreads, waitingChains and chainEntriesPerHour are at least 1");
    }
    if (!(fullDiskShare > 0.0 && fullDiskShare <= 1.0)) {
      throw new IllegalArgumentException("fullDiskShare is over 0 and at most 1");
    }
  }
}
