package dev.zerok.client.runtime;

import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.model.SyncStatus;
import dev.zerok.client.replica.ReplicaView;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a device stands, put together for the app. */
final class StatusOfNow {
  private StatusOfNow() {}

  /** As things are now. */
  static SyncStatus of(ReplicaView view, Connector connector, @Nullable SyncProblem failed) {
    Optional<String> stopped = failed != null
        ? Optional.ofNullable(failed.getMessage())
        : view.stopped().map(cause -> view.stoppedWords());
    return new SyncStatus(
        view.self().group(), view.self().id(), view.self().groupName(), view.ownName(),
        connector.url(), connector.relay().urls(),
        connector.state(view.isCaughtUp()), stopped,
        view.roster().device(view.self().id()).filter(device -> device.isAdmin()).isPresent(),
        view.roster().devices().size(), view.roster().length(), view.roster().epoch(),
        view.cursor(), view.head(),
        view.outboxCount(), view.outboxBytes(),
        view.delayedBy().filter(code -> connector.isAdmitted() && view.outboxCount() > 0),
        view.parked());
  }
}
