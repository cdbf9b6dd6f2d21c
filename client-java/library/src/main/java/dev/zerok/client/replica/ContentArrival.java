package dev.zerok.client.replica;

import dev.zerok.client.store.ContentKey;
import dev.zerok.protocol.content.ContentPart;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.seal.OpenedPayload;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Something in the stream that matters to large contents; it counts when its turn to be applied comes. */
sealed interface ContentArrival {
  /** A part. */
  record OfPart(ContentKey key, StreamId stream, long sentAtMillis, ContentPart part)
      implements ContentArrival {}

  /** A payload that should have been a part. */
  record OfMalformed(DeviceId sender, String reason) implements ContentArrival {}

  /** Something that the relay could not deliver: nobody knows whose. */
  record OfGap() implements ContentArrival {}

  /** The backlog ends here. */
  record OfCaughtUp() implements ContentArrival {}

  /** Whether it announces a content, which an app takes or refuses. */
  static boolean isAnnouncement(@Nullable ContentArrival arrival) {
    return arrival instanceof OfPart of && of.part() instanceof ContentPart.Announced;
  }

  /** What an opened payload means to contents; empty if it is no part of one. */
  static Optional<ContentArrival> of(OpenedPayload opened) {
    if (!ContentPart.isPart(opened.header().getKind())) {
      return Optional.empty();
    }
    DeviceId sender = opened.envelope().sender();
    try {
      ContentPart part = ContentPart.parse(opened.header().getKind(), opened.body());
      return Optional.of(new OfPart(new ContentKey(sender, part.id()),
          opened.envelope().stream(), opened.header().getSentAtMillis(), part));
    } catch (ProtocolViolation malformed) {
      return Optional.of(new OfMalformed(sender, malformed.words()));
    }
  }
}
