package dev.zerok.relay.ops;

/** Whether this node should get new connections: what a load balancer asks. Any thread. */
public final class Readiness {
  /** The phases of a node's life, in their order. */
  public enum Phase {
    STARTING,
    READY,
    DRAINING
  }

  private volatile Phase phase = Phase.STARTING;

  public Phase phase() {
    return phase;
  }

  /** Goes on to a later phase. */
  public void enter(Phase next) {
    phase = next;
  }
}
