package dev.zerok.cli.demo;

/** The demo did not show what it promised. The message says what was expected and what was seen. */
public final class DemoFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DemoFailure(String message) {
    super(message);
  }

  public DemoFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
