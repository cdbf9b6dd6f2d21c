package dev.zerok.relay.core;

import java.util.List;

/**
 * A piece of a device's stream, in cursor order and without a hole.
 *
 * @param items everything from the requested cursor up to {@code nextCursor − 1} that is to be sent
 * @param nextCursor where to read on; the requested cursor itself if nothing fitted
 * @param head the last cursor that existed for this session when it was read
 */
public record StreamSlice(List<StreamItem> items, long nextCursor, long head) {
  public StreamSlice {
    items = List.copyOf(items);
  }
}
