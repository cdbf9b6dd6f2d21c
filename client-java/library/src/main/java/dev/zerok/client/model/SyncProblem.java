package dev.zerok.client.model;

/**
 * Something that was asked for cannot be done: the world's fault or the caller's state, never a defect. {@link #getMessage} is one
 * sentence that says what to do and may be shown to a person.
 */
public final class SyncProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What stands in the way. */
  public enum Reason {
    /** The store holds no device yet: create a group or join one first. */
    NO_DEVICE,
    /** The device was exported: it lives in another store now. */
    MOVED_AWAY,
    /** The store holds a device already: open it, or use another store. */
    DEVICE_EXISTS,
    /** The outbox is full: the relay has been away, or short of credit, for long. */
    OUTBOX_FULL,
    /** The body does not fit one sealed payload. */
    TOO_LARGE,
    /** Only admin devices may do this. */
    NOT_ADMIN,
    /** This device is no longer in the group. */
    NOT_A_MEMBER,
    /** No such device in the group. */
    UNKNOWN_DEVICE,
    /** The device list has no room for the change, or for a removal behind it. */
    GROUP_FULL,
    /** The group would be left without an admin. */
    LAST_ADMIN,
    /** Other admins changed the device list at the same time, again and again. */
    CONFLICT,
    /** The invite link cannot be used. */
    INVITE_REFUSED,
    /** What was typed can be no code, nameplate or passphrase. Nothing was sent; the code is still good. */
    CODE_UNUSABLE,
    /** The code or passphrase was wrong on one of the two sides. It is burnt. */
    CODE_WRONG,
    /** The recovery kit cannot be read, or its group is not at the relay that it names. */
    KIT_REFUSED,
    /** The pairing ended before the new device stood in the roster. */
    PAIRING_FAILED,
    /** The file of a large content cannot be read, or changed while it was pushed. */
    SOURCE_CHANGED,
    /** The app cancelled it. */
    CANCELLED,
    /** The relay cannot be reached and this cannot wait. */
    OFFLINE,
    /** The client was started: it receives by itself and cannot pull. */
    STARTED,
    /** The relay refused this device, group or request. */
    REFUSED,
    /** The client stopped for good: a fork, an old store, a relay that lost its log; {@code status()} says which. */
    STOPPED,
    /** The store could not be written. The client has stopped. */
    STORE_FAILED,
    /** A captured blob is not what it should be, or for other keys. */
    DOES_NOT_OPEN,
    /** The client's configuration has no snapshots of that stream. */
    UNSUPPORTED,
    /** The app could not write its state down. */
    SNAPSHOT_FAILED,
    /** The client was closed. */
    CLOSED
  }

  private final Reason reason;

  public SyncProblem(Reason reason, String advice) {
    super(advice);
    this.reason = reason;
  }

  public SyncProblem(Reason reason, String advice, Throwable cause) {
    super(advice, cause);
    this.reason = reason;
  }

  /** What stands in the way. */
  public Reason reason() {
    return reason;
  }
}
