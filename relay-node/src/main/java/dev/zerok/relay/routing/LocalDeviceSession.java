package dev.zerok.relay.routing;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ErrorFrames;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.id.MailboxId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.position.LogHashes;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.Error;
import dev.zerok.protocol.wire.GoAwayReason;
import dev.zerok.protocol.wire.Push;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.Signal;
import dev.zerok.protocol.wire.SignalFrom;
import dev.zerok.relay.core.AdmissionDecision;
import dev.zerok.relay.core.ReadRequest;
import dev.zerok.relay.core.RosterSlice;
import dev.zerok.relay.core.SessionKey;
import dev.zerok.relay.core.ShardCommand;
import dev.zerok.relay.core.SignalMeter;
import dev.zerok.relay.core.StreamReader;
import dev.zerok.relay.core.StreamSlice;
import dev.zerok.relay.core.StreamViewer;
import dev.zerok.relay.port.DeviceSession;
import dev.zerok.relay.port.DeviceSink;
import dev.zerok.relay.port.StoreSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One device's session on this node. The sink is only called under this object's monitor, one call at a time, and never again once
 * the session is over.
 */
final class LocalDeviceSession implements DeviceSession {
  /** After what time a client whose push found no room may try again. */
  private static final int RETRY_MILLIS = 1_000;

  private final SessionKey key;
  private final StreamViewer viewer;
  private final int rosterLength;
  private final ByteString logId;
  private final DeviceSink sink;
  private final SessionSupport support;
  private final SessionNews news;
  private final SignalMeter signals;
  private final boolean seen;

  private volatile long head;
  private volatile boolean over;
  // At most one AcknowledgeTo of a session waits in the log; what comes meanwhile goes into the next.
  private long wantedAck;
  private long sentAck;
  private boolean ackWaits;

  /**
   * @param seen whether others may learn when this device was last connected
   */
  LocalDeviceSession(AdmissionDecision.Accept accept, DeviceSink sink, SessionNews news,
      boolean seen, SessionSupport support) {
    this.key = accept.session();
    this.viewer = accept.viewer();
    this.rosterLength = accept.welcome().getRosterHead().getLength();
    this.logId = accept.welcome().getLogId();
    this.head = accept.welcome().getHeadCursor();
    this.sink = sink;
    this.support = support;
    this.news = news;
    this.seen = seen;
    this.signals = new SignalMeter(support.signalRate(), support.nowMillis());
  }

  SessionKey key() {
    return key;
  }

  @Override
  public DeviceId device() {
    return key.device();
  }

  @Override
  public GroupId group() {
    return key.group();
  }

  @Override
  public void push(Push push) {
    if (over) {
      return;
    }
    if (push.getCovers() > 0) {
      acknowledgeFirst();
    }
    ByteString blobHash = hashOf(push);
    ByteString pushHash = LogHashes.pushHash(blobHash, push.getTtlSeconds());
    ShardCommand command =
        new ShardCommand.PushBlob(key, push, blobHash, pushHash, support.isDiskFull(),
            support.nowMillis());
    if (!support.log().offer(command) && push.getDeviceSeq() > 0) {
      Error busy = ErrorFrames.forPush(support.whyBusy(), push.getDeviceSeq(), RETRY_MILLIS);
      answer(RelayFrame.newBuilder().setError(busy).build());
    }
  }

  /** CKPT-2: what the client acknowledged before it pushed a checkpoint counts for that checkpoint. */
  private synchronized void acknowledgeFirst() {
    if (!over && wantedAck > sentAck) {
      ackWaits = true;
      sentAck = wantedAck;
      support.log().require(new ShardCommand.AcknowledgeTo(key, sentAck));
    }
  }

  /** Nothing for a push whose shape the rules are going to refuse. */
  private ByteString hashOf(Push push) {
    StreamId stream;
    if (push.getStream().isEmpty()) {
      stream = StreamId.DEFAULT;
    } else if (push.getStream().size() == StreamId.LENGTH) {
      stream = StreamId.of(push.getStream());
    } else {
      return ByteString.EMPTY;
    }
    if (push.getKind() == EnvelopeKind.UNRECOGNIZED) {
      return ByteString.EMPTY;
    }
    return LogHashes.blobHash(
        key.device(),
        push.getDeviceSeq(),
        push.getKind(),
        stream,
        push.getCovers(),
        push.getEpoch(),
        push.getPayload());
  }

  @Override
  public synchronized void ack(long received, long applied) {
    wantedAck = Math.max(wantedAck, applied);
    sendAck();
  }

  /** The log took the last one up. */
  synchronized void ackTaken() {
    ackWaits = false;
    sendAck();
  }

  private void sendAck() {
    if (!over && !ackWaits && wantedAck > sentAck) {
      ackWaits = true;
      sentAck = wantedAck;
      support.log().require(new ShardCommand.AcknowledgeTo(key, sentAck));
    }
  }

  @Override
  public void append(RosterEntry entry) {
    if (!over && !support.log().offer(new ShardCommand.AppendEntry(key, entry))) {
      ErrorCode why = support.whyBusy();
      answer(RelayFrame.newBuilder().setError(ErrorFrames.later(why, RETRY_MILLIS)).build());
    }
  }

  @Override
  public void signal(Signal signal) {
    if (over) {
      return;
    }
    boolean within = signals.take(support.nowMillis());
    support.meter().signalled(within);
    if (within) {
      SignalFrom from = SignalFrom.newBuilder()
          .setSender(key.device().bytes())
          .setEpoch(signal.getEpoch())
          .setPayload(signal.getPayload())
          .build();
      support.signal(this, signal.getTo(), RelayFrame.newBuilder().setSignalFrom(from).build());
    }
  }

  @Override
  public Optional<RelayFrame> presenceNews() {
    return over ? Optional.empty() : news.presence();
  }

  @Override
  public Optional<RelayFrame> watermarkNews() {
    return over ? Optional.empty() : news.watermarks();
  }

  @Override
  public CompletionStage<StreamSlice> read(ReadRequest request) {
    if (over) {
      return CompletableFuture.completedFuture(nothing(request));
    }
    return support.reading(
        snapshot -> {
          // The head is looked at here, on purpose after the PushAcks before it were given to the sink.
          long upTo = head;
          return over || !isOwnLog(snapshot)
              ? nothing(request)
              : StreamReader.read(snapshot, key.group(), viewer, request, upTo);
        });
  }

  private static StreamSlice nothing(ReadRequest request) {
    return new StreamSlice(List.of(), request.fromCursor(), request.fromCursor() - 1);
  }

  @Override
  public CompletionStage<RosterSlice> readRoster(int fromIndex, int maxBytes) {
    return support.reading(
        snapshot -> isOwnLog(snapshot)
            ? RosterReads.read(snapshot, key.group(), fromIndex, rosterLength, maxBytes)
            : new RosterSlice(List.of(), rosterLength, rosterLength));
  }

  /** A log that was renewed, or a group that was closed, a moment ago ends this session: its cursors are another log's. */
  private boolean isOwnLog(StoreSnapshot snapshot) {
    return snapshot.group(key.group())
        .filter(group -> group.logId().bytes().equals(logId))
        .isPresent();
  }

  @Override
  public void openMailbox(MailboxId id, int ttlSeconds) {
    if (!over) {
      support.mailboxes().open(key.number(), id, ttlSeconds);
    }
  }

  @Override
  public void sendMailbox(MailboxId id, ByteString body) {
    if (!over) {
      support.mailboxes().send(key.number(), id, body);
    }
  }

  @Override
  public void closeMailbox(MailboxId id) {
    if (!over) {
      support.mailboxes().close(key.number(), id);
    }
  }

  @Override
  public void detach() {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
    }
    support.forget(this);
    support.log().require(new ShardCommand.EndSession(key, seen ? support.nowHours() : 0));
  }

  synchronized void answer(RelayFrame frame) {
    if (!over) {
      sink.answer(frame);
    }
  }

  /** Somebody of the group signals. */
  synchronized void signalCame(RelayFrame frame) {
    if (!over) {
      sink.signal(frame);
    }
  }

  synchronized void headMoved(long newHead) {
    if (!over) {
      head = newHead;
      sink.headMoved(newHead);
    }
  }

  void evict(@Nullable RelayFrame lastEntry, GoAwayReason reason) {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      sink.evicted(lastEntry, reason);
    }
    support.forget(this);
  }
}
