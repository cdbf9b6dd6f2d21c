package dev.zerok.cli.command;

/** What the program's exit status means. */
public final class ExitCode {
  /** Everything asked for was done. */
  public static final int OK = 0;
  /** It could not be done; one sentence on standard error says why and what to do. */
  public static final int FAILED = 1;
  /** The command line is wrong. */
  public static final int USAGE = 2;
  /** The relay does not admit this device, or it is out of the group. */
  public static final int NOT_ADMITTED = 3;
  /** The relay was not reached in time; what was pushed waits on this device's disk and goes out later. */
  public static final int OFFLINE = 4;
  /** A person said no. */
  public static final int DECLINED = 5;
  /** The relay takes no pushes for now, it or the group being full; what was pushed waits on this device's disk and goes out later. */
  public static final int DELAYED = 6;

  private ExitCode() {}
}
