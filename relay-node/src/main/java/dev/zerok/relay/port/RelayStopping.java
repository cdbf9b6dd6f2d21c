package dev.zerok.relay.port;

/** The relay stops and takes nothing new: what was asked for did not happen. */
public final class RelayStopping extends Exception {
  private static final long serialVersionUID = 1L;

  public RelayStopping() {
    super("The relay is stopping: ask again when it runs.");
  }
}
