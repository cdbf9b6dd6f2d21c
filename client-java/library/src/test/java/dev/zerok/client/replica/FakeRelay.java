package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.position.LogHashes;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.wire.CaughtUp;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.Deliver;
import dev.zerok.protocol.wire.Error;
import dev.zerok.protocol.wire.Gap;
import dev.zerok.protocol.wire.GapReason;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.PlacedRosterEntry;
import dev.zerok.protocol.wire.Push;
import dev.zerok.protocol.wire.PushAck;
import dev.zerok.protocol.wire.PushCredit;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.RosterEntries;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.SessionLimits;
import dev.zerok.protocol.wire.Welcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A relay in memory, for one group: orders, answers and delivers as PROTOCOL.md § 6 says, until a test tells it to lie. Frames wait in
 * queues until {@link #run}, so that tests choose what crosses what.
 */
final class FakeRelay {
  /** An entry of the log: a blob, or a roster entry. */
  record Entry(@Nullable DeviceId sender, @Nullable Push push, @Nullable RosterEntry roster,
      ByteString hash) {}

  private static final class Session {
    long sent;
    final Deque<RelayFrame> inbox = new ArrayDeque<>();
    long expectedAfterGap;
  }

  final LogId log = LogId.of(new byte[16]);
  final List<Entry> entries = new ArrayList<>();
  final Map<DeviceId, Long> acknowledged = new HashMap<>();
  /** Pushes, as they arrived. */
  final List<Push> pushes = new ArrayList<>();
  /** Answers to give to the next push of that sequence, once. */
  final Map<Long, ErrorCode> refuseOnce = new HashMap<>();
  /** Cursors from 1 to this were lost or have expired. */
  long expiredUpTo;
  /** What is done to each frame on its way to a device. */
  UnaryOperator<List<RelayFrame>> lie = frames -> frames;
  @Nullable ReplicaDevice lieTo;
  int maxInFlight = 0;
  Roster roster;
  private final GroupId group;
  private final Map<ReplicaDevice, Session> sessions = new LinkedHashMap<>();

  FakeRelay(GroupId group) {
    this.group = group;
    this.roster = Roster.empty(ReplicaDevice.CRYPTO.suite(), group);
  }

  /** Takes a chain that a device presents. */
  void adopt(List<RosterEntry> chain) {
    chain.forEach(this::append);
  }

  /** Places an entry that no device sent here, for everybody to see. */
  void publish(RosterEntry entry) {
    if (!append(entry)) {
      throw new AssertionError("the entry does not stand at the end of the roster");
    }
    sessions.forEach(this::stream);
  }

  private boolean append(RosterEntry entry) {
    try {
      roster = roster.append(ReplicaDevice.CRYPTO, entry);
    } catch (ProtocolViolation e) {
      return false;
    }
    entries.add(new Entry(null, null, entry, Roster.entryHash(entry)));
    return true;
  }

  /** A session begins: Welcome, the roster entries that the device lacks, then its stream. */
  void connect(ReplicaDevice device) {
    Session session = new Session();
    sessions.put(device, session);
    Hello hello = device.hello();
    device.wireTo(frame -> receive(device, frame));
    session.sent = hello.getLast().getCursor();
    session.inbox.add(RelayFrame.newBuilder().setWelcome(welcome(device)).build());
    for (int i = 0; i < entries.size(); i++) {
      Entry entry = entries.get(i);
      if (entry.roster() != null && rosterIndex(i) >= hello.getRosterHead().getLength()) {
        session.inbox.add(rosterFrame(i + 1, entry.roster()));
      }
    }
    stream(device, session);
    session.inbox.add(
        RelayFrame.newBuilder()
            .setCaughtUp(CaughtUp.newBuilder().setCursor(entries.size()))
            .build());
    run();
    device.pump();
    run();
  }

  private int rosterIndex(int upTo) {
    return (int) entries.subList(0, upTo).stream().filter(entry -> entry.roster() != null).count();
  }

  private Welcome welcome(ReplicaDevice device) {
    long seq = lastSeq(device.id());
    Welcome.Builder welcome = Welcome.newBuilder()
        .setLogId(log.bytes())
        .setHeadCursor(entries.size())
        .setOwnDeviceSeq(seq)
        .setOwnApplied(acknowledged.getOrDefault(device.id(), 0L))
        .setPushCredit(PushCredit.newBuilder().setPushes(1_000).setBytes(1L << 30))
        .setLimits(SessionLimits.newBuilder().setMaxPushesInFlight(maxInFlight))
        .setRosterHead(roster.head());
    Push last = push(device.id(), seq);
    if (last != null) {
      welcome.setOwnPushHash(LogHashes.pushHash(hash(device.id(), last), last.getTtlSeconds()));
    }
    return welcome.build();
  }

  private long lastSeq(DeviceId sender) {
    return entries.stream().filter(entry -> sender.equals(entry.sender())).count();
  }

  private @Nullable Push push(DeviceId sender, long seq) {
    return entries.stream()
        .filter(entry -> sender.equals(entry.sender()) && entry.push() != null
            && entry.push().getDeviceSeq() == seq)
        .map(Entry::push)
        .findFirst()
        .orElse(null);
  }

  static ByteString hash(DeviceId sender, Push push) {
    StreamId stream = push.getStream().isEmpty() ? StreamId.DEFAULT : StreamId.of(push.getStream());
    return LogHashes.blobHash(
        sender, push.getDeviceSeq(), push.getKind(), stream, push.getCovers(), push.getEpoch(),
        push.getPayload());
  }

  void disconnect(ReplicaDevice device) {
    sessions.remove(device);
    device.disconnect();
  }

  private void receive(ReplicaDevice device, ClientFrame frame) {
    Session session = sessions.get(device);
    if (session == null) {
      return;
    }
    switch (frame.getFrameCase()) {
      case PUSH -> push(device, session, frame.getPush());
      case ROSTER_APPEND -> rosterAppend(session, frame.getRosterAppend().getEntry());
      case ACK -> acknowledged.put(device.id(), frame.getAck().getApplied());
      default ->
          throw new AssertionError("a device does not send " + frame.getFrameCase() + " here");
    }
    sessions.forEach(this::stream);
  }

  private void rosterAppend(Session session, RosterEntry entry) {
    if (!append(entry)) {
      session.inbox.add(error(Error.newBuilder()
          .setCode(ErrorCode.ROSTER_CONFLICT.code())
          .setRosterHead(roster.head())));
    }
  }

  private void push(ReplicaDevice device, Session session, Push push) {
    pushes.add(push);
    long expected = lastSeq(device.id()) + 1;
    Push known = push(device.id(), push.getDeviceSeq());
    ErrorCode refusal = refuseOnce.remove(push.getDeviceSeq());
    if (known != null) {
      if (known.equals(push)) {
        session.inbox.add(pushAck(push, cursorOf(device.id(), push.getDeviceSeq())));
      } else {
        session.inbox.add(pushError(push, ErrorCode.SEQUENCE_CONFLICT));
      }
    } else if (push.getDeviceSeq() != expected) {
      gap(session, push, expected);
    } else if (refusal != null) {
      session.inbox.add(pushError(push, refusal));
    } else if (push.getEpoch() != roster.epoch()) {
      session.inbox.add(pushError(push, ErrorCode.STALE_EPOCH));
    } else {
      session.expectedAfterGap = 0;
      entries.add(new Entry(device.id(), push, null, hash(device.id(), push)));
      session.inbox.add(pushAck(push, entries.size()));
    }
  }

  private static void gap(Session session, Push push, long expected) {
    if (session.expectedAfterGap != expected) {
      session.expectedAfterGap = expected;
      session.inbox.add(error(Error.newBuilder()
          .setCode(ErrorCode.SEQUENCE_GAP.code())
          .setDeviceSeq(push.getDeviceSeq())
          .setExpectedDeviceSeq(expected)));
    }
  }

  private static RelayFrame pushError(Push push, ErrorCode code) {
    return error(Error.newBuilder()
        .setCode(code.code())
        .setMessage(code.advice())
        .setDeviceSeq(push.getDeviceSeq()));
  }

  static RelayFrame error(Error.Builder error) {
    return RelayFrame.newBuilder().setError(error).build();
  }

  private static RelayFrame pushAck(Push push, long cursor) {
    return RelayFrame.newBuilder()
        .setPushAck(PushAck.newBuilder().setDeviceSeq(push.getDeviceSeq()).setCursor(cursor))
        .build();
  }

  private long cursorOf(DeviceId sender, long seq) {
    for (int i = 0; i < entries.size(); i++) {
      Push push = entries.get(i).push();
      if (push != null && push.getDeviceSeq() == seq && sender.equals(entries.get(i).sender())) {
        return i + 1;
      }
    }
    return 0;
  }

  private void stream(ReplicaDevice device, Session session) {
    if (session.sent < expiredUpTo) {
      session.inbox.add(RelayFrame.newBuilder()
          .setGap(Gap.newBuilder()
              .setFrom(session.sent + 1)
              .setTo(expiredUpTo)
              .setReason(GapReason.GAP_REASON_TTL))
          .build());
      session.sent = expiredUpTo;
    }
    while (session.sent < entries.size()) {
      long cursor = ++session.sent;
      session.inbox.add(frame(device, cursor, entries.get((int) cursor - 1)));
    }
  }

  private static RelayFrame frame(ReplicaDevice device, long cursor, Entry entry) {
    if (entry.roster() != null) {
      return rosterFrame(cursor, entry.roster());
    }
    Push push = java.util.Objects.requireNonNull(entry.push());
    DeviceId sender = java.util.Objects.requireNonNull(entry.sender());
    return sender.equals(device.id()) ? pushAck(push, cursor) : deliver(cursor, sender, push);
  }

  static RelayFrame deliver(long cursor, DeviceId sender, Push push) {
    return RelayFrame.newBuilder()
        .setDeliver(Deliver.newBuilder()
            .setCursor(cursor)
            .setSender(sender.bytes())
            .setDeviceSeq(push.getDeviceSeq())
            .setKind(push.getKind())
            .setStream(push.getStream())
            .setCovers(push.getCovers())
            .setEpoch(push.getEpoch())
            .setPayload(push.getPayload()))
        .build();
  }

  static RelayFrame rosterFrame(long cursor, RosterEntry entry) {
    return RelayFrame.newBuilder()
        .setRosterEntries(RosterEntries.newBuilder()
            .addEntries(PlacedRosterEntry.newBuilder().setCursor(cursor).setEntry(entry)))
        .build();
  }

  /** Delivers everything that waits, and what follows from it. */
  void run() {
    boolean any = true;
    while (any) {
      any = false;
      for (Map.Entry<ReplicaDevice, Session> each : List.copyOf(sessions.entrySet())) {
        List<RelayFrame> frames = List.copyOf(each.getValue().inbox);
        each.getValue().inbox.clear();
        List<RelayFrame> shown = each.getKey() == lieTo ? lie.apply(frames) : frames;
        for (RelayFrame frame : shown) {
          if (each.getKey().connected) {
            any = true;
            each.getKey().run(each.getKey().replica.frame(frame, each.getKey().now));
          }
        }
        each.getKey().pump();
      }
    }
  }

  /** The position behind an entry, as an honest device computes it. */
  Position positionAt(long cursor) {
    Position position = Position.start(group, log);
    for (int i = 0; i < cursor; i++) {
      position = position.next(entries.get(i).hash());
    }
    return position;
  }
}
