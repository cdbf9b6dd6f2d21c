package dev.zerok.cli.demo;

/** The demo did not show what it promised. The message says what was expected and what was seen. */
final class DemoFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DemoFailure(String message) {
    super(message);
  }

  DemoFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
