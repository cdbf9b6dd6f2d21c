package dev.zerok.client.replica;

import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.epoch.EpochBoxes;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.pairing.AdmissionCheck;
import dev.zerok.protocol.pairing.PairAdmission;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.roster.Departure;
import dev.zerok.protocol.roster.RosterChange;
import dev.zerok.protocol.seal.Fork;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.RosterHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens when the roster grows: keys, events, and what this device owes the group (PROTOCOL.md § 5). */
final class RosterReceiver {
  private final ReplicaState state;
  private final RosterCommands commands;
  private final StoreRecord.@Nullable JoinProof joinProof;

  RosterReceiver(ReplicaState state, RosterCommands commands,
      StoreRecord.@Nullable JoinProof joinProof) {
    this.state = state;
    this.commands = commands;
    this.joinProof = joinProof;
  }

  /** Whether the relay's roster was shown to be the one that the inviter spoke of (PAIR-5); always true for a group's first device. */
  boolean isAdmitted() {
    return joinProof == null || state.roster().length() >= joinProof.rosterLength();
  }

  /**
   * Takes an entry in.
   *
   * @return whether a new epoch's secret came with it
   */
  boolean learn(RosterEntry entry, long cursor, ReplicaStep step) throws Halt, ProtocolViolation {
    int index = state.book.learn(entry, cursor, step);
    if (index < 0) {
      return false;
    }
    if (joinProof != null && state.roster().length() == joinProof.rosterLength()) {
      requireAdmitted(joinProof);
    }
    boolean news = joinProof == null || index >= joinProof.rosterLength() - 1;
    boolean newSecret = false;
    List<RosterChange> changes = state.roster().changes();
    for (RosterChange change : changes) {
      newSecret |=
          change instanceof RosterChange.EpochChanged epoch && learnEpoch(epoch, news, step);
      if (change instanceof RosterChange.DeviceRemoved removed) {
        requireSameCut(removed);
      }
      if (news) {
        tell(change, step);
      }
    }
    if (RosterDuties.owesRekey(state.roster(), state.book.entries(), state.self.id())
        && isDuty(changes)) {
      commands.addOnce(new RosterCommand.Rekey());
    }
    requireStillIn();
    return newSecret;
  }

  /** RECV-1 where the blob came before the Remove: the one that this device got is the one that the removal names. */
  private void requireSameCut(RosterChange.DeviceRemoved removed) throws Halt {
    Departure departure = removed.departure();
    boolean other = departure.kind() == Departure.Kind.REMOVED
        && state.senders.hash(removed.device().id(), departure.lastDeviceSeq())
            .filter(known -> !known.equals(departure.lastBlobHash()))
            .isPresent();
    if (other) {
      throw Halt.fork(Fork.of(Fork.Kind.REMOVAL_CUT).words());
    }
  }

  private static boolean isDuty(List<RosterChange> changes) {
    return changes.stream()
        .anyMatch(
            change -> change instanceof RosterChange.DeviceLeft
                || change instanceof RosterChange.BadBoxReported);
  }

  /** PAIR-5. */
  private void requireAdmitted(StoreRecord.JoinProof proof) throws Halt {
    RosterHead head =
        RosterHead.newBuilder().setLength(proof.rosterLength()).setHash(proof.rosterHash()).build();
    Position seen = state.log.position();
    EpochSecret secret = state.keyring.newest();
    try {
      AdmissionCheck.requireAdmitted(
          state.crypto(), state.self.group(), new PairAdmission(head, secret, seen, List.of()),
          state.roster(), state.self.id());
    } catch (ProtocolViolation e) {
      throw new Halt(StopCause.JOIN_REFUSED, new SyncEvent.ForkDetected(e.words()));
    }
  }

  private boolean learnEpoch(RosterChange.EpochChanged change, boolean news, ReplicaStep step) {
    boolean mine = change.rekey()
        .getBoxesList()
        .stream()
        .anyMatch(box -> box.getDeviceId().equals(state.self.id().bytes()));
    if (!mine || state.keyring.of(change.epoch()).isPresent()) {
      return false;
    }
    if (news) {
      step.tell(new SyncEvent.EpochStarted(change.epoch()));
    }
    try {
      EpochSecret secret =
          EpochBoxes.open(state.crypto(), state.self.group(), change.rekey(), state.self.id(),
              state.self.keys().seal(), state.keyring.newest().streamSecret());
      step.store(state.keyring.add(secret));
      return true;
    } catch (ProtocolViolation e) {
      step.tell(new SyncEvent.BadBox(state.self.id(), change.epoch()));
      commands.addOnce(new RosterCommand.BadBox(change.epoch()));
      return false;
    }
  }

  private void tell(RosterChange change, ReplicaStep step) {
    if (change instanceof RosterChange.DeviceAdded added) {
      boolean self = added.device().id().equals(state.self.id());
      step.tell(new SyncEvent.DeviceJoined(added.device().id(), added.device().isAdmin(), self));
    } else if (change instanceof RosterChange.DeviceRemoved removed
        && !removed.device().id().equals(state.self.id())) {
      step.tell(new SyncEvent.DeviceGone(removed.device().id(), words(removed.departure())));
    } else if (change instanceof RosterChange.DeviceLeft left
        && !left.device().id().equals(state.self.id())) {
      step.tell(new SyncEvent.DeviceGone(left.device().id(), words(left.departure())));
    } else if (change instanceof RosterChange.RoleChanged role) {
      step.tell(new SyncEvent.RoleChanged(role.device().id(), words(role.device().role())));
    } else if (change instanceof RosterChange.RosterWasReset) {
      step.tell(new SyncEvent.DeviceListReset());
    } else if (change instanceof RosterChange.BadBoxReported report
        && !report.device().equals(state.self.id())) {
      step.tell(new SyncEvent.BadBox(report.device(), report.epoch()));
    }
  }

  /** Halts if this device is out, or the group has ended. */
  void requireStillIn() throws Halt {
    if (state.roster().closed()) {
      throw new Halt(StopCause.CLOSED, new SyncEvent.GroupEnded());
    }
    var departure = state.roster().departure(state.self.id());
    if (departure.isPresent()) {
      throw new Halt(StopCause.REMOVED, new SyncEvent.RemovedFromGroup(words(departure.get())));
    }
  }

  private static String words(Departure departure) {
    return switch (departure.kind()) {
      case REMOVED -> "an admin removed it";
      case LEFT -> "it left";
      case REPLACED -> "another device replaced it";
      case RESET -> "the recovery kit replaced the device list";
    };
  }

  private static String words(Role role) {
    return switch (role) {
      case ROLE_ADMIN -> "an admin";
      case ROLE_DORMANT -> "dormant";
      default -> "a member";
    };
  }
}
