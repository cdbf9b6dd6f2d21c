package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.roster.UnknownRosterKind;
import dev.zerok.protocol.seal.Fork;
import dev.zerok.protocol.wire.RosterBody;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.RosterHead;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The longest roster that was verified, with its entries and their places in the log (ROSTER-10). */
final class RosterBook {
  private final Crypto crypto;
  private final List<RosterEntry> entries = new ArrayList<>();
  private final List<Long> cursors = new ArrayList<>();
  private Roster roster;

  private RosterBook(Crypto crypto, Roster roster) {
    this.crypto = crypto;
    this.roster = roster;
  }

  /** The book of a store, whose entries were verified before they went in. */
  static RosterBook of(Crypto crypto, GroupId group, List<StoreRecord.ChainEntry> chain) {
    List<RosterEntry> entries = new ArrayList<>();
    try {
      for (StoreRecord.ChainEntry stored : chain) {
        entries.add(RosterEntry.parseFrom(stored.entry()));
      }
      RosterBook book = new RosterBook(crypto, Roster.restore(crypto.suite(), group, entries));
      book.entries.addAll(entries);
      chain.forEach(stored -> book.cursors.add(stored.cursor()));
      return book;
    } catch (InvalidProtocolBufferException | ProtocolViolation e) {
      throw new IllegalStateException(
          "the store holds a roster that this client cannot have stored", e);
    }
  }

  Roster roster() {
    return roster;
  }

  List<RosterEntry> entries() {
    return List.copyOf(entries);
  }

  RosterEntry entry(int index) {
    return entries.get(index);
  }

  OptionalLong cursorOf(int index) {
    boolean known = index < cursors.size() && cursors.get(index) > 0;
    return known ? OptionalLong.of(cursors.get(index)) : OptionalLong.empty();
  }

  /** The entries up to the last one that was seen at its place in this log: what a relay has shown it must not take back. */
  int shownLength() {
    int length = cursors.size();
    while (length > 0 && cursors.get(length - 1) == 0) {
      length--;
    }
    return length;
  }

  /** How many entries lie at that cursor of this log or before it. */
  int lengthAt(long cursor) {
    int length = cursors.size();
    while (length > 0
        && (cursors.get(length - 1) == 0 || cursors.get(length - 1) > cursor)) {
      length--;
    }
    return length;
  }

  /** Another log begins, in which every entry gets its place anew. */
  void newLog() {
    cursors.replaceAll(cursor -> 0L);
  }

  /**
   * An entry that the relay shows, at its place in the log.
   *
   * @param cursor 0 where it is not known
   * @return the index it has in the chain if it is new here; −1 if it was known
   * @throws Halt if it belongs to another chain than this one, or to a newer program
   * @throws ProtocolViolation if it does not verify
   */
  int learn(RosterEntry entry, long cursor, ReplicaStep step) throws Halt, ProtocolViolation {
    int index = indexOf(entry);
    if (index > roster.length()) {
      throw ProtocolViolation.invalid("The relay left roster entries out.");
    }
    if (index < roster.length()) {
      if (!Roster.entryHash(entry).equals(roster.hashAt(index))) {
        throw Halt.fork(Fork.of(Fork.Kind.ROSTER).words());
      }
      placeKnown(index, cursor, step);
      return -1;
    }
    roster = verified(entry);
    entries.add(entry);
    cursors.add(cursor);
    step.store(new StoreRecord.ChainEntry(index, entry.toByteString(), cursor));
    return index;
  }

  private void placeKnown(int index, long cursor, ReplicaStep step) throws Halt {
    long known = cursors.get(index);
    if (known != 0 && cursor != 0 && known != cursor) {
      throw Halt.fork(Fork.of(Fork.Kind.CURSOR).words());
    }
    if (known == 0 && cursor != 0) {
      cursors.set(index, cursor);
      step.store(new StoreRecord.ChainEntry(index, entries.get(index).toByteString(), cursor));
    }
  }

  private Roster verified(RosterEntry entry) throws Halt, ProtocolViolation {
    try {
      return roster.append(crypto, entry);
    } catch (UnknownRosterKind e) {
      throw new Halt(StopCause.UPDATE_NEEDED,
          new SyncEvent.UpdateNeeded("its device list has entries of a newer kind"));
    } catch (ProtocolViolation e) {
      if (e.code() == ErrorCode.ROSTER_CONFLICT) {
        throw Halt.fork(Fork.of(Fork.Kind.ROSTER).words());
      }
      throw e;
    }
  }

  /** ROSTER-10: a head that the relay names must be a place of this chain, or lie beyond its end. */
  void requireCompatible(RosterHead head) throws Halt {
    if (head.getLength() <= roster.length() && !roster.contains(head)) {
      throw Halt.fork(Fork.of(Fork.Kind.ROSTER).words());
    }
  }

  /** The index that an entry claims; its signature is not looked at. */
  private static int indexOf(RosterEntry entry) throws ProtocolViolation {
    try {
      int index = RosterBody.parseFrom(entry.getBody()).getIndex();
      if (index >= 0) {
        return index;
      }
    } catch (InvalidProtocolBufferException e) {
      // Falls through: it is no roster entry.
    }
    throw ProtocolViolation.invalid("A roster entry does not decode.");
  }

  /** The body of a verified entry. */
  static RosterBody body(RosterEntry entry) {
    try {
      return RosterBody.parseFrom(entry.getBody());
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("a verified entry decodes", e);
    }
  }

  /** The hash of an entry, as the log has it. */
  static ByteString hash(RosterEntry entry) {
    return Roster.entryHash(entry);
  }
}
