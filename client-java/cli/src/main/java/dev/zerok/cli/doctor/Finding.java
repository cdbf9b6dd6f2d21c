package dev.zerok.cli.doctor;

import java.util.Locale;

/**
 * Something that was looked at.
 *
 * @param kind what was found
 * @param words one or two sentences for a person: what it is, and what to do unless it is well
 * @param relay the relay's address that it is about; empty for all else
 */
public record Finding(Kind kind, String words, String relay) {
  /** One that is about no address. */
  public Finding(Kind kind, String words) {
    this(kind, words, "");
  }

  /** What can be found. A script reads the name in lower case. */
  public enum Kind {
    STORE_OPENS(Verdict.WELL),
    STORE_LOCKED(Verdict.BROKEN),
    STORE_WRONG_KEY(Verdict.BROKEN),
    STORE_DAMAGED(Verdict.BROKEN),
    STORE_FOREIGN(Verdict.BROKEN),
    STORE_UNWRITABLE(Verdict.BROKEN),
    STORE_OLDER(Verdict.BROKEN),
    DISK_HAS_ROOM(Verdict.WELL),
    DISK_FULL(Verdict.BROKEN),
    RELAY_ANSWERS(Verdict.WELL),
    ADDRESS_FAILS(Verdict.NOTEWORTHY),
    RELAY_UNREACHABLE(Verdict.UNREACHABLE),
    NO_RELAY_THERE(Verdict.UNREACHABLE),
    ORIGIN_REFUSED(Verdict.REFUSED),
    WRONG_RELAY_IDENTITY(Verdict.BROKEN),
    ADMITTED(Verdict.WELL),
    NOT_ADMITTED(Verdict.REFUSED),
    REMOVED(Verdict.REFUSED),
    STOPPED(Verdict.BROKEN),
    CLOCK_RIGHT(Verdict.WELL),
    CLOCK_OFF(Verdict.BROKEN),
    PUSHES_GO_OUT(Verdict.WELL),
    PUSHES_DELAYED(Verdict.NOTEWORTHY),
    RELAY_FULL(Verdict.BROKEN),
    GROUP_FULL(Verdict.BROKEN),
    OUTBOX_STUCK(Verdict.BROKEN),
    BLOBS_PARKED(Verdict.NOTEWORTHY);

    private final Verdict verdict;

    Kind(Verdict verdict) {
      this.verdict = verdict;
    }

    public Verdict verdict() {
      return verdict;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What it means for syncing. */
  public enum Verdict {
    /** As it should be. */
    WELL,
    /** Syncing works; somebody may want to know. */
    NOTEWORTHY,
    /** It will not work, or not for long, before something was done here. */
    BROKEN,
    /** The relay says no. */
    REFUSED,
    /** There is no relay to talk to. */
    UNREACHABLE
  }
}
