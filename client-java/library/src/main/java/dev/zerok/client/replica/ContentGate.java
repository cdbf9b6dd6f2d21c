package dev.zerok.client.replica;

import dev.zerok.protocol.content.ContentManifest;
import java.util.Optional;

/** Decides whether this device takes a content. */
@FunctionalInterface
public interface ContentGate {
  /** The app here takes none. Where no app is here nobody is asked: they wait, unacknowledged. */
  ContentGate CLOSED = (manifest, outstanding) -> Optional.of("this app takes no large contents");

  /**
   * Why it is not taken, in words; empty if it is.
   *
   * @param outstanding bytes that are still to come of contents that were taken before
   */
  Optional<String> refusal(ContentManifest manifest, long outstanding);
}
