package dev.zerok.relay.core;

import dev.zerok.protocol.id.DeviceId;

/**
 * Through whose eyes a stream is read.
 *
 * @param addedCursor no blob before it is given to this device
 * @param answeredBeyond own blobs beyond this cursor were answered in this very session already
 */
public record StreamViewer(DeviceId device, long addedCursor, long answeredBeyond) {}
