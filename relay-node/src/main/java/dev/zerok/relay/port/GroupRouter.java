package dev.zerok.relay.port;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.MailboxId;
import dev.zerok.protocol.wire.RosterEntry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The way from a connection to its group. Callable from any thread; never blocks. Stages complete on unspecified threads.
 *
 * <p>Duties of an implementation:
 *
 * <ol>
 *   <li>Unknown group, stranger and removed device are refused along the same path, with the same work (ADMIT-2).
 *   <li>A stage completes normally with every outcome that a peer or the world can cause; it never completes exceptionally but
 *       for a programmer's fault.
 *   <li>No method of a sink is called before the stage that admitted it completed, nor after {@code detach} returned on the
 *       same thread.
 *   <li>For each session the PushAck of cursor k is given to the sink before any sink hears of a head of k or more (LOG-1,
 *       DELIV-2).
 *   <li>A device has one session: a later admission evicts the earlier one with REPLACED (SESS-4).
 * </ol>
 */
public interface GroupRouter {
  /** Admits a device that is in the roster of the group which {@code request} names (ADMIT-1). */
  CompletionStage<AdmissionResult> hello(DeviceRequest request, DeviceSink sink);

  /**
   * Admits by a presented roster chain after {@link #hello} was refused (ADMIT-3): creates the group or extends its roster.
   *
   * @param chain the whole chain from Genesis on, at most 16 MiB
   * @param accessToken of the RosterPresent, may be empty; the Hello's counts too
   */
  CompletionStage<AdmissionResult> present(
      DeviceRequest request, List<RosterEntry> chain, ByteString accessToken, DeviceSink sink);

  /**
   * The roster of the group that {@code request} names, for whoever proves to be its root after {@link #hello} was refused (ADMIT-6).
   * Empty for an unknown group as for a wrong signature, after the same work.
   *
   * @param signature 64 bytes
   * @param handshakeHash of the connection
   */
  CompletionStage<Optional<RosterView>> rosterForRoot(
      DeviceRequest request, ByteString signature, ByteString handshakeHash);

  /** Joins a mailbox as a stranger (MBX-2). */
  CompletionStage<MailboxResult> joinMailbox(ByteString noiseKey, MailboxId id, MailboxSink sink);

  /** Refuses everything new from now on and completes when all that was taken is durable and answered. */
  CompletionStage<Void> drain();
}
