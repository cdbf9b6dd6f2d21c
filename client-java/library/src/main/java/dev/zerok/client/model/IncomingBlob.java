package dev.zerok.client.model;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.StreamId;

/**
 * One payload of another device, opened and verified (PROTOCOL.md § 7).
 *
 * @param sender the device that sealed and signed it
 * @param deviceSeq the sender's own count, rising by one from 1
 * @param cursor its place in the group's log; blobs arrive in this order, except those that could be opened only later; 0: its
 *     log was lost by the relay before it could be opened
 * @param stream the stream it was pushed to, {@link StreamId#DEFAULT} if none was named
 * @param contentType the sending app's own words for what the body is, at most 256 characters, may be empty. Foreign text:
 *     clean it before a terminal or a file system sees it
 * @param sentAtMillis the sender's clock, Unix time. Advice only
 * @param body at most 1 MiB
 */
public record IncomingBlob(
    DeviceId sender,
    long deviceSeq,
    long cursor,
    StreamId stream,
    String contentType,
    long sentAtMillis,
    ByteString body) {

  /**
   * The same for every delivery of this blob, different for every other blob of the group: what an app keeps to apply a blob
   * once where its own changes and the client's cursor do not share a transaction.
   */
  public String idempotenceKey() {
    return sender.hex() + ":" + deviceSeq;
  }

  /** Everything but the body, which is the app's secret. */
  @Override
  public String toString() {
    return "IncomingBlob[" + sender + ":" + deviceSeq + " at " + cursor + ", " + body.size()
        + " bytes]";
  }
}
