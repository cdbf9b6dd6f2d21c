package dev.zerok.relay.edge;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ErrorFrames;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.id.MailboxId;
import dev.zerok.protocol.wire.Deliver;
import dev.zerok.protocol.wire.GoAwayReason;
import dev.zerok.protocol.wire.MailboxEvent;
import dev.zerok.protocol.wire.MailboxMessage;
import dev.zerok.protocol.wire.Push;
import dev.zerok.protocol.wire.PushAck;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.Signal;
import dev.zerok.protocol.wire.SignalFrom;
import dev.zerok.protocol.wire.Welcome;
import dev.zerok.relay.core.ReadRequest;
import dev.zerok.relay.core.RefusalReason;
import dev.zerok.relay.core.RosterSlice;
import dev.zerok.relay.core.StreamItem;
import dev.zerok.relay.core.StreamSlice;
import dev.zerok.relay.port.AdmissionResult;
import dev.zerok.relay.port.DeviceRequest;
import dev.zerok.relay.port.DeviceSession;
import dev.zerok.relay.port.DeviceSink;
import dev.zerok.relay.port.GroupRouter;
import dev.zerok.relay.port.MailboxResult;
import dev.zerok.relay.port.MailboxSession;
import dev.zerok.relay.port.MailboxSink;
import dev.zerok.relay.port.RosterView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * One group in memory. Keeps the duties of {@link GroupRouter}: everything happens under one lock, and a
 * PushAck is given before any head that covers it. Tells a test what the edge did by {@link #seen}.
 */
public final class FakeGroupRouter implements GroupRouter {
  private static final ByteString LOG_ID = ByteString.copyFrom(new byte[16]);

  /** What the edge did, one line each. */
  public final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

  /** What a session is told next, given once to whoever asks first. */
  public final Queue<RelayFrame> presence = new ConcurrentLinkedQueue<>();
  public final Queue<RelayFrame> watermarks = new ConcurrentLinkedQueue<>();

  private final Set<ByteString> members = new HashSet<>();
  private final List<Deliver> log = new ArrayList<>();
  private final Map<ByteString, Member> sessions = new HashMap<>();
  private final Map<MailboxId, Member> mailboxes = new HashMap<>();
  private boolean busy;

  public synchronized void addMember(ByteString noiseKey) {
    members.add(noiseKey);
  }

  public synchronized void beBusy() {
    busy = true;
  }

  public synchronized void evict(ByteString noiseKey, @Nullable RelayFrame lastEntry,
      GoAwayReason reason) {
    members.remove(noiseKey);
    Member member = sessions.remove(noiseKey);
    if (member != null) {
      member.sink.evicted(lastEntry, reason);
    }
  }

  /** Puts a blob of nobody's into the log. */
  public synchronized void append(int payloadBytes) {
    place(ByteString.copyFrom(new byte[16]), 1, ByteString.copyFrom(new byte[payloadBytes]));
    sessions.values().forEach(member -> member.sink.headMoved(log.size()));
  }

  private long place(ByteString sender, long seq, ByteString payload) {
    log.add(
        Deliver.newBuilder()
            .setCursor(log.size() + 1L)
            .setSender(sender)
            .setDeviceSeq(seq)
            .setEpoch(1)
            .setPayload(payload)
            .build());
    return log.size();
  }

  @Override
  public synchronized CompletionStage<AdmissionResult> hello(DeviceRequest request,
      DeviceSink sink) {
    seen.add("hello");
    if (busy) {
      return CompletableFuture.completedStage(new AdmissionResult.Busy(1_234));
    }
    if (!members.contains(request.noiseKey())) {
      return CompletableFuture
          .completedStage(new AdmissionResult.Refused(RefusalReason.NOT_A_MEMBER));
    }
    return CompletableFuture.completedStage(admit(request, sink));
  }

  private AdmissionResult admit(DeviceRequest request, DeviceSink sink) {
    Member member = new Member(request.noiseKey(), request.group(), sink);
    Member earlier = sessions.put(request.noiseKey(), member);
    if (earlier != null) {
      earlier.sink.evicted(null, GoAwayReason.GO_AWAY_REASON_REPLACED);
    }
    Welcome welcome = Welcome.newBuilder().setLogId(LOG_ID).setHeadCursor(log.size()).build();
    long from = request.hello().getLast().getCursor() + 1;
    return new AdmissionResult.Admitted(member, welcome, 0, from, null);
  }

  @Override
  public synchronized CompletionStage<AdmissionResult> present(
      DeviceRequest request, List<RosterEntry> chain, ByteString accessToken, DeviceSink sink) {
    seen.add("present " + chain.size());
    if (!accessToken.equals(ByteString.copyFromUtf8("let me in"))) {
      return CompletableFuture
          .completedStage(new AdmissionResult.Refused(RefusalReason.CREATION_NOT_ALLOWED));
    }
    members.add(request.noiseKey());
    return CompletableFuture.completedStage(admit(request, sink));
  }

  @Override
  public CompletionStage<Optional<RosterView>> rosterForRoot(
      DeviceRequest request, ByteString signature, ByteString handshakeHash) {
    seen.add("rosterForRoot");
    return CompletableFuture.completedStage(Optional.empty());
  }

  @Override
  public synchronized CompletionStage<MailboxResult> joinMailbox(
      ByteString noiseKey, MailboxId id, MailboxSink sink) {
    Member opener = mailboxes.get(id);
    if (opener == null || opener.joiner != null) {
      return CompletableFuture
          .completedStage(new MailboxResult.NotJoined(RefusalReason.NO_SUCH_MAILBOX));
    }
    opener.joiner = sink;
    CompletableFuture<MailboxResult> result =
        CompletableFuture.completedFuture(new MailboxResult.Joined(new Joiner(id, opener)));
    opener.sink.answer(mailbox(id, MailboxEvent.MAILBOX_EVENT_JOINED, ByteString.EMPTY));
    // Duty 3: the sink hears nothing before the stage that the caller has yet to see.
    CompletableFuture.runAsync(
        () -> sink.answer(mailbox(id, MailboxEvent.MAILBOX_EVENT_JOINED, ByteString.EMPTY)));
    return result;
  }

  @Override
  public CompletionStage<Void> drain() {
    seen.add("drain");
    return CompletableFuture.completedStage(null);
  }

  private static RelayFrame mailbox(MailboxId id, MailboxEvent event, ByteString body) {
    MailboxMessage message =
        MailboxMessage.newBuilder().setMailboxId(id.bytes()).setEvent(event).setBody(body).build();
    return RelayFrame.newBuilder().setMailboxMessage(message).build();
  }

  private final class Member implements DeviceSession {
    private final ByteString noiseKey;
    private final GroupId group;
    private final DeviceSink sink;
    private @Nullable MailboxSink joiner;

    Member(ByteString noiseKey, GroupId group, DeviceSink sink) {
      this.noiseKey = noiseKey;
      this.group = group;
      this.sink = sink;
    }

    @Override
    public DeviceId device() {
      return DeviceId.of(noiseKey.substring(0, 16));
    }

    @Override
    public GroupId group() {
      return group;
    }

    @Override
    public void push(Push push) {
      synchronized (FakeGroupRouter.this) {
        seen.add("push " + push.getDeviceSeq());
        if (push.getEpoch() != 1) {
          sink.answer(error(push));
          return;
        }
        long cursor = place(device().bytes(), push.getDeviceSeq(), push.getPayload());
        PushAck ack =
            PushAck.newBuilder()
                .setDeviceSeq(push.getDeviceSeq())
                .setCursor(cursor)
                .setReplicas(1)
                .build();
        sink.answer(RelayFrame.newBuilder().setPushAck(ack).build());
        sessions.values().forEach(member -> member.sink.headMoved(cursor));
      }
    }

    private RelayFrame error(Push push) {
      return RelayFrame.newBuilder()
          .setError(ErrorFrames.forPush(ErrorCode.STALE_EPOCH, push.getDeviceSeq(), 0))
          .build();
    }

    @Override
    public void ack(long received, long applied) {
      seen.add("ack " + received + " " + applied);
    }

    @Override
    public void append(RosterEntry entry) {
      seen.add("append");
    }

    @Override
    public void signal(Signal signal) {
      RelayFrame frame = RelayFrame.newBuilder()
          .setSignalFrom(SignalFrom.newBuilder()
              .setSender(device().bytes())
              .setEpoch(signal.getEpoch())
              .setPayload(signal.getPayload()))
          .build();
      synchronized (FakeGroupRouter.this) {
        sessions.values()
            .stream()
            .filter(member -> member != this)
            .forEach(member -> member.sink.signal(frame));
      }
    }

    @Override
    public Optional<RelayFrame> presenceNews() {
      return Optional.ofNullable(presence.poll());
    }

    @Override
    public Optional<RelayFrame> watermarkNews() {
      return Optional.ofNullable(watermarks.poll());
    }

    @Override
    public CompletionStage<StreamSlice> read(ReadRequest request) {
      return CompletableFuture.supplyAsync(() -> slice(request));
    }

    private StreamSlice slice(ReadRequest request) {
      synchronized (FakeGroupRouter.this) {
        List<StreamItem> items = new ArrayList<>();
        long cursor = request.fromCursor();
        int bytes = 0;
        for (; cursor <= log.size(); cursor++) {
          Deliver next = log.get((int) cursor - 1);
          if (next.getSender().equals(device().bytes())) {
            continue;
          }
          if (items.size() >= request.maxBlobs()) {
            break;
          }
          int size = next.getPayload().size();
          if (items.isEmpty()
              ? size > request.firstBlobBytes()
              : bytes + size > request.totalBytes()) {
            break;
          }
          bytes += size;
          items.add(new StreamItem.Delivery(next));
        }
        return new StreamSlice(items, cursor, log.size());
      }
    }

    @Override
    public CompletionStage<RosterSlice> readRoster(int fromIndex, int maxBytes) {
      return CompletableFuture.completedStage(new RosterSlice(List.of(), fromIndex, fromIndex));
    }

    @Override
    public void openMailbox(MailboxId id, int ttlSeconds) {
      synchronized (FakeGroupRouter.this) {
        mailboxes.put(id, this);
        sink.answer(mailbox(id, MailboxEvent.MAILBOX_EVENT_OPENED, ByteString.EMPTY));
      }
    }

    @Override
    public void sendMailbox(MailboxId id, ByteString body) {
      if (joiner != null) {
        joiner.answer(mailbox(id, MailboxEvent.MAILBOX_EVENT_BODY, body));
      }
    }

    @Override
    public void closeMailbox(MailboxId id) {
      synchronized (FakeGroupRouter.this) {
        mailboxes.remove(id);
        if (joiner != null) {
          joiner.answer(mailbox(id, MailboxEvent.MAILBOX_EVENT_CLOSED, ByteString.EMPTY));
          joiner.ended();
          joiner = null;
        }
      }
    }

    @Override
    public void detach() {
      synchronized (FakeGroupRouter.this) {
        sessions.remove(noiseKey, this);
        seen.add("detach");
      }
    }
  }

  private record Joiner(MailboxId id, Member opener) implements MailboxSession {
    @Override
    public void send(ByteString body) {
      opener.sink.answer(mailbox(id, MailboxEvent.MAILBOX_EVENT_BODY, body));
    }

    @Override
    public void close() {
      opener.sink.answer(mailbox(id, MailboxEvent.MAILBOX_EVENT_CLOSED, ByteString.EMPTY));
    }

    @Override
    public void detach() {
      close();
    }
  }
}
