package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.admin.Replacement;
import dev.zerok.protocol.admin.RosterSigner;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.identity.DeviceIds;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.roster.RosterDevice;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.RosterHead;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What this device wants to change in the roster, one after the other. Each is signed against the roster as it is when it is sent. Where
 * another device was faster (ROSTER_CONFLICT), it is decided anew against the longer roster: it may have become unnecessary,
 * impossible, or is signed again.
 */
final class RosterCommands {
  private static final int EPOCH_SECRET_BYTES = 32;

  /** A wish with its number, how often a session ended over it, and how often another device was faster. */
  private record Waiting(long id, RosterCommand command, int attempts, int races) {
    Waiting afterCut() {
      return new Waiting(id, command, attempts + 1, races);
    }

    Waiting afterRace() {
      return new Waiting(id, command, attempts, races + 1);
    }
  }

  /** What a command is worth against the present roster. */
  private sealed interface Verdict {
    record Sign() implements Verdict {}

    record AlreadySo() implements Verdict {}

    record Refused(SyncProblem problem) implements Verdict {}
  }

  private final DeviceSelf self;
  private final RandomSource random;
  private final EpochKeyring keyring;
  private final SenderChains senders;
  private final RosterBook book;
  private final RosterSigner signer;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final BacklogWait backlog = new BacklogWait();
  private long lastId;
  private @Nullable Waiting underWay;
  private int underWayIndex;
  private ByteString underWayHash = ByteString.EMPTY;
  private int waitForLength;
  private int lackingFrom;
  private int lackingTo;

  RosterCommands(
      DeviceSelf self, RandomSource random, EpochKeyring keyring, SenderChains senders,
      RosterBook book) {
    this.self = self;
    this.random = random;
    this.keyring = keyring;
    this.senders = senders;
    this.book = book;
    this.signer = new RosterSigner(self.crypto(), self.keys());
  }

  /** Puts a command at the end of the queue; gives its number. */
  long add(RosterCommand command) {
    if (waiting.size() >= ReplicaLimits.COMMANDS) {
      throw new SyncProblem(SyncProblem.Reason.OFFLINE,
          "Too many changes of the device list are waiting; try again when the relay is back.");
    }
    return enqueue(command);
  }

  private long enqueue(RosterCommand command) {
    waiting.add(new Waiting(++lastId, command, 0, 0));
    return lastId;
  }

  /** Puts a duty in unless the same one waits already, or too many do: whatever is owed still is in the next session. */
  void addOnce(RosterCommand command) {
    boolean there = (underWay != null && underWay.command().equals(command))
        || waiting.stream().anyMatch(each -> each.command().equals(command));
    if (!there && waiting.size() < ReplicaLimits.COMMANDS + ReplicaLimits.DUTIES) {
      enqueue(command);
    }
  }

  /** A session began at a relay whose roster has that length: notes what it lost, and what this device owes the group. */
  void sessionBegan(int relayLength) {
    Roster roster = book.roster();
    backlog.begin();
    lackingFrom = Math.min(relayLength, roster.length());
    lackingTo = roster.length();
    if (RosterDuties.owesRekey(roster, book.entries(), self.id())) {
      addOnce(new RosterCommand.Rekey());
    }
    boolean keyless = roster.device(self.id()).isPresent() && keyring.of(roster.epoch()).isEmpty();
    if (keyless && !RosterDuties.hasComplained(roster, book.entries(), self.id())) {
      addOnce(new RosterCommand.BadBox(roster.epoch()));
    }
  }

  /**
   * Gives roster entries back that the relay lost, before everything else (RESET-5).
   *
   * @param budgetBytes at which it stops for now; the rest goes with the next call
   * @return the bytes that went out
   */
  int giveBack(int budgetBytes, ReplicaStep step) {
    int bytes = 0;
    while (lackingFrom < lackingTo && bytes < budgetBytes) {
      step.send(Frames.append(book.entry(lackingFrom)));
      bytes += book.entry(lackingFrom).getSerializedSize();
      lackingFrom++;
    }
    return lackingFrom < lackingTo ? budgetBytes : bytes;
  }

  /** A session ended: what was under way is looked at again in the next one. */
  void rewind() {
    if (underWay != null) {
      Waiting again = underWay.afterCut();
      underWay = null;
      waiting.addFirst(again);
    }
    waitForLength = 0;
    lackingFrom = lackingTo;
  }

  /** Another device was faster; the roster has to grow to this head first. */
  void conflict(RosterHead head) {
    if (underWay != null) {
      waiting.addFirst(underWay.afterRace());
      underWay = null;
    }
    waitForLength = head.getLength();
  }

  /**
   * The roster grew, or a session began: settles what is done and sends the next one.
   *
   * @param caughtUp whether everything that was pushed before this session has been received
   */
  void pump(long now, boolean online, boolean caughtUp, ReplicaStep step) {
    settleUnderWay(step);
    boolean removing = online && backlog.isOver(caughtUp, now);
    while (online && lackingFrom >= lackingTo && underWay == null
        && book.roster().length() >= waitForLength && isOwnPlaceKnown()) {
      Optional<Waiting> due = waiting.stream()
          .filter(each -> removing || !(each.command() instanceof RosterCommand.Remove))
          .findFirst();
      if (due.isEmpty()) {
        return;
      }
      Waiting next = due.get();
      waiting.remove(next);
      Verdict verdict = judge(next);
      if (verdict instanceof Verdict.AlreadySo) {
        settle(next, null, step);
      } else if (verdict instanceof Verdict.Refused refused) {
        settle(next, refused.problem(), step);
      } else {
        send(next, now, step);
      }
    }
  }

  /** A device that joined a moment ago has not seen its own Add yet: whether it may do something is not known before. */
  private boolean isOwnPlaceKnown() {
    return book.roster().device(self.id()).isPresent()
        || book.roster().departure(self.id()).isPresent();
  }

  private void settleUnderWay(ReplicaStep step) {
    if (underWay == null || book.roster().length() <= underWayIndex) {
      return;
    }
    Waiting done = underWay;
    underWay = null;
    if (book.roster().hashAt(underWayIndex).equals(underWayHash)) {
      settle(done, null, step);
    } else {
      waiting.addFirst(done.afterRace());
    }
  }

  private static void settle(Waiting done, @Nullable SyncProblem problem, ReplicaStep step) {
    step.effect(new ReplicaEffect.CommandSettled(done.id(), problem));
  }

  private Verdict judge(Waiting candidate) {
    Roster roster = book.roster();
    Optional<RosterDevice> own = roster.device(self.id());
    if (own.isEmpty() || roster.closed()) {
      boolean left = candidate.command() instanceof RosterCommand.Leave
          || (roster.closed() && candidate.command() instanceof RosterCommand.Close);
      return left
          ? new Verdict.AlreadySo()
          : refused(SyncProblem.Reason.NOT_A_MEMBER, "This device is no longer in the group.");
    }
    if (candidate.attempts() > ReplicaLimits.COMMAND_ATTEMPTS) {
      return refused(SyncProblem.Reason.REFUSED,
          "The relay does not accept this change of the device list.");
    }
    if (candidate.races() > ReplicaLimits.COMMAND_RACES) {
      return refused(SyncProblem.Reason.CONFLICT,
          "Other admins keep changing the device list at the same time. Look at it, then try again.");
    }
    return judge(candidate.command(), roster, own.get());
  }

  private Verdict judge(RosterCommand command, Roster roster, RosterDevice own) {
    if (command instanceof RosterCommand.Leave) {
      return isOnlyAdmin(roster, own) ? lastAdmin() : new Verdict.Sign();
    }
    if (command instanceof RosterCommand.BadBox badBox) {
      boolean owed = badBox.epoch() == roster.epoch()
          && keyring.of(roster.epoch()).isEmpty()
          && !RosterDuties.hasComplained(roster, book.entries(), self.id());
      return owed ? new Verdict.Sign() : new Verdict.AlreadySo();
    }
    if (command instanceof RosterCommand.Rekey) {
      return RosterDuties.owesRekey(roster, book.entries(), self.id())
          ? new Verdict.Sign()
          : new Verdict.AlreadySo();
    }
    if (!own.isAdmin()) {
      return refused(SyncProblem.Reason.NOT_ADMIN, "Only an admin device may do this. Ask one.");
    }
    if (command instanceof RosterCommand.Remove remove) {
      return judgeTarget(roster, remove.device(), roster.departure(remove.device()).isPresent());
    }
    if (command instanceof RosterCommand.SetRole setRole) {
      return judgeRole(roster, own, setRole);
    }
    if (command instanceof RosterCommand.Close) {
      return new Verdict.Sign();
    }
    return judgeAdd(roster, (RosterCommand.Add) command);
  }

  private Verdict judgeAdd(Roster roster, RosterCommand.Add add) {
    DeviceId device = DeviceIds.of(roster.suite(), roster.group(), add.device().getKeys());
    if (roster.device(device).isPresent()) {
      return new Verdict.AlreadySo();
    }
    if (self.id().equals(add.replaces())) {
      return refused(SyncProblem.Reason.UNKNOWN_DEVICE,
          "A device does not replace itself. Invite from another admin device.");
    }
    boolean unknown = add.replaces() != null && roster.device(add.replaces()).isEmpty()
        && roster.departure(add.replaces()).isEmpty();
    if (unknown) {
      return refused(SyncProblem.Reason.UNKNOWN_DEVICE, "No such device is in the group.");
    }
    return RosterRoom.shortageForAdd(roster, replacesPresent(roster, add))
        .map(words -> refused(SyncProblem.Reason.GROUP_FULL, words))
        .orElseGet(Verdict.Sign::new);
  }

  private Verdict judgeTarget(Roster roster, DeviceId device, boolean gone) {
    if (gone) {
      return new Verdict.AlreadySo();
    }
    if (device.equals(self.id())) {
      return refused(SyncProblem.Reason.UNKNOWN_DEVICE,
          "A device does not remove itself: leave instead.");
    }
    return roster.device(device).isPresent()
        ? new Verdict.Sign()
        : refused(SyncProblem.Reason.UNKNOWN_DEVICE, "No such device is in the group.");
  }

  private Verdict judgeRole(Roster roster, RosterDevice own, RosterCommand.SetRole setRole) {
    Optional<RosterDevice> target = roster.device(setRole.device());
    if (target.isEmpty()) {
      return refused(SyncProblem.Reason.UNKNOWN_DEVICE, "No such device is in the group.");
    }
    if (target.get().role() == setRole.role()) {
      return new Verdict.AlreadySo();
    }
    boolean ownLast = setRole.device().equals(own.id()) && isOnlyAdmin(roster, own)
        && setRole.role() != Role.ROLE_ADMIN;
    return ownLast ? lastAdmin() : new Verdict.Sign();
  }

  private static boolean isOnlyAdmin(Roster roster, RosterDevice own) {
    return own.isAdmin()
        && roster.devices().values().stream().filter(RosterDevice::isAdmin).count() == 1;
  }

  private static Verdict lastAdmin() {
    return refused(SyncProblem.Reason.LAST_ADMIN,
        "This is the last admin device. Make another one admin first.");
  }

  private static Verdict refused(SyncProblem.Reason reason, String words) {
    return new Verdict.Refused(new SyncProblem(reason, words));
  }

  private static boolean replacesPresent(Roster roster, RosterCommand.Add add) {
    return add.replaces() != null && roster.device(add.replaces()).isPresent();
  }

  private void send(Waiting next, long now, ReplicaStep step) {
    RosterEntry entry = sign(next.command(), now);
    Optional<String> shortage = RosterRoom.shortage(book.roster(), entry);
    if (shortage.isPresent()) {
      settle(next, new SyncProblem(SyncProblem.Reason.GROUP_FULL, shortage.get()), step);
      return;
    }
    underWay = next;
    underWayIndex = book.roster().length();
    underWayHash = Roster.entryHash(entry);
    step.send(Frames.append(entry));
  }

  private RosterEntry sign(RosterCommand command, long now) {
    Roster roster = book.roster();
    if (command instanceof RosterCommand.Close) {
      return signer.close(roster, now);
    }
    if (command instanceof RosterCommand.Add add && !replacesPresent(roster, add)) {
      return signer.add(roster, add.device(), null, now);
    }
    if (command instanceof RosterCommand.Leave) {
      return signer.leave(roster, now);
    }
    if (command instanceof RosterCommand.SetRole setRole) {
      return signer.setRole(roster, setRole.device(), setRole.role(), now);
    }
    if (command instanceof RosterCommand.BadBox badBox) {
      return signer.badBox(roster, badBox.epoch(), now);
    }
    // The new secret is not kept here: this device gets it back out of its own box when the entry stands in the roster.
    try (EpochSecret next =
        new EpochSecret(roster.epoch() + 1, Secret.random(random, EPOCH_SECRET_BYTES),
            keyring.newest().streamSecret().copy())) {
      if (command instanceof RosterCommand.Add add && add.replaces() != null) {
        return signer.add(roster, add.device(), new Replacement(add.replaces(), next, random), now);
      }
      if (command instanceof RosterCommand.Remove remove) {
        Optional<StoreRecord.SenderMark> last = senders.cut(remove.device());
        return signer.remove(roster, remove.device(),
            last.map(StoreRecord.SenderMark::seq).orElse(0L),
            last.map(StoreRecord.SenderMark::blobHash).orElse(ByteString.EMPTY), next, random, now);
      }
      return signer.rekey(roster, next, random, now);
    }
  }
}
