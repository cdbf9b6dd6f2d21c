package dev.zerok.client.model;

import com.google.protobuf.ByteString;

/**
 * One of this device's own pushes as it lies in the outbox.
 *
 * @param deviceSeq this device's own count
 * @param sealed the sealed payload exactly as it goes over the wire: what an auditor may look for on a relay's disk
 * @param cursor where the relay placed it; 0: not acknowledged yet
 * @param deliver the Deliver frame by which other devices get it, for {@code SyncClient.openSealed}
 */
public record OutboxView(long deviceSeq, ByteString sealed, long cursor, ByteString deliver) {}
