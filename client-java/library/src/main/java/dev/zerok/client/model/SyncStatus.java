package dev.zerok.client.model;

import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import java.util.List;
import java.util.Optional;

/**
 * Where this device stands, at one moment.
 *
 * @param group the group
 * @param device this device
 * @param groupName the name that it was paired or created under; local, the relay never sees it
 * @param deviceName this device's own name; local
 * @param relayUrl the relay's address that is in use or tried next
 * @param relayUrls all addresses of the relay, 1 to 4
 * @param connection what the connection is doing
 * @param stopped why the client stopped for good; empty while it runs
 * @param admin whether this device may invite and remove
 * @param devices devices in the group
 * @param rosterLength entries of the roster
 * @param epoch the present epoch
 * @param cursor the last entry applied
 * @param head the newest entry known of
 * @param outboxCount pushes that the relay has not acknowledged yet
 * @param outboxBytes their sealed bytes
 * @param pushesDelayed why the relay takes none of them for now (PUSH-5); empty while it takes them or is not connected
 * @param parked blobs that do not open yet
 */
public record SyncStatus(
    GroupId group,
    DeviceId device,
    String groupName,
    String deviceName,
    String relayUrl,
    List<String> relayUrls,
    ConnectionState connection,
    Optional<String> stopped,
    boolean admin,
    int devices,
    int rosterLength,
    int epoch,
    long cursor,
    long head,
    int outboxCount,
    long outboxBytes,
    Optional<ErrorCode> pushesDelayed,
    int parked) {
  public SyncStatus {
    relayUrls = List.copyOf(relayUrls);
  }

  /** What the connection is doing. */
  public enum ConnectionState {
    /** Not started, stopped or waiting for the next try. */
    OFFLINE,
    /** On the way: upgrade, handshake or admission. */
    CONNECTING,
    /** Admitted, receiving what was missed. */
    CATCHING_UP,
    /** Admitted and at the head. */
    LIVE
  }
}
