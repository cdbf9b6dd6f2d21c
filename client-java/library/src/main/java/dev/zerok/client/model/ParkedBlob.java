package dev.zerok.client.model;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.DeviceId;

/**
 * A blob that does not open and is kept on this device (RECV-3).
 *
 * @param cursor its place in the group's log: what it is called by
 * @param sender the device that is said to have sent it; not proven as long as it does not open
 * @param deviceSeq the sender's own count
 * @param epoch the epoch that it is sealed under
 * @param bytes the size of its sealed payload
 * @param reason why it did not open when it was tried last, in words
 * @param sinceMillis when it was kept, this device's clock, Unix time; 0: not known
 * @param deliver the Deliver frame as it came, for {@code SyncClient.openSealed} on another device
 */
public record ParkedBlob(
    long cursor,
    DeviceId sender,
    long deviceSeq,
    int epoch,
    int bytes,
    String reason,
    long sinceMillis,
    ByteString deliver) {}
