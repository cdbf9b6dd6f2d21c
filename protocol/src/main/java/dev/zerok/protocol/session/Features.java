package dev.zerok.protocol.session;

import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.Welcome;

/** What the bits of the features fields mean (PROTOCOL.md § 6.1). Bits without a meaning are ignored. */
public final class Features {
  /** In Hello: this device is neither shown as present nor told who is (PRES-2). */
  public static final long NO_PRESENCE = 1;

  /** In Hello: the stream goes on only as far as a Pull allows (PULL-1). */
  public static final long PULL = 2;

  /** In Welcome: this relay tells presence (PRES-1). */
  public static final long PRESENCE = 1;

  private Features() {}

  /** Whether the device of this Hello is not to be shown. */
  public static boolean hidesPresence(Hello hello) {
    return (hello.getFeatures() & NO_PRESENCE) != 0;
  }

  /** Whether the session of this Hello pulls. */
  public static boolean pulls(Hello hello) {
    return (hello.getFeatures() & PULL) != 0;
  }

  /** Whether the relay of this Welcome tells presence. */
  public static boolean tellsPresence(Welcome welcome) {
    return (welcome.getFeatures() & PRESENCE) != 0;
  }
}
