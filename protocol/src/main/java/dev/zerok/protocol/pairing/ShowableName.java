package dev.zerok.protocol.pairing;

/** Which names of devices and groups may be shown to a person (PROTOCOL.md § 9). */
public final class ShowableName {
  private ShowableName() {}

  /** Not over 256 characters, and nothing in it moves a cursor or turns the writing direction. */
  public static boolean is(String name) {
    return PairingChecks.isShowable(name);
  }
}
