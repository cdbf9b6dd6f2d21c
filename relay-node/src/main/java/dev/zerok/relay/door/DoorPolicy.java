package dev.zerok.relay.door;

/**
 * What an operator may set about the door.
 *
 * @param minPerSecond handshakes that are let in each second at least, however long they seem to take (default 20)
 * @param maxPerSecond handshakes that are let in each second at most, however fast they are (default 10 000)
 * @param burst let in at once after a quiet time; a second's worth if that is more (default 64)
 */
public record DoorPolicy(int minPerSecond, int maxPerSecond, int burst) {
  public static final DoorPolicy DEFAULT = new DoorPolicy(20, 10_000, 64);

  public DoorPolicy {
    if (minPerSecond < 1 || maxPerSecond < minPerSecond || burst < 1) {
      throw new IllegalArgumentException(
          "minPerSecond and burst: at least 1; maxPerSecond: at least minPerSecond");
    }
  }

  /** How many may come in at once, or wait inside, at this rate. */
  double burstAt(double perSecond) {
    return Math.max(burst, Math.min(perSecond, maxPerSecond));
  }
}
