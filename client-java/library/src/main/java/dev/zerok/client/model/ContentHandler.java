package dev.zerok.client.model;

import java.util.concurrent.CompletionStage;

/**
 * What an app does with large contents. They come one at a time, each when all of it is on this device's disk and verified, on the
 * client's callback executor, and independently of blobs: a content comes when it is complete, not at the place of its announcement.
 *
 * <p>Completing means <em>taken</em>: the store forgets it. Throwing, or completing exceptionally, means that the same content comes again
 * after a pause. After a crash before that was noted it comes again, too; {@link IncomingContent#idempotenceKey} tells it.
 */
@FunctionalInterface
public interface ContentHandler {
  /** Takes {@code content}, now or later; until then it can be read as often as needed. */
  CompletionStage<?> handle(IncomingContent content) throws Exception;
}
