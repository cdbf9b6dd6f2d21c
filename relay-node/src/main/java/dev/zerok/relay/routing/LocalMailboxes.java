package dev.zerok.relay.routing;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.id.MailboxId;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.relay.core.MailboxNotice;
import dev.zerok.relay.core.MailboxTable;
import dev.zerok.relay.core.RefusalReason;
import dev.zerok.relay.port.MailboxResult;
import dev.zerok.relay.port.MailboxSession;
import dev.zerok.relay.port.MailboxSink;
import dev.zerok.relay.port.RelayMeter;
import dev.zerok.relay.port.TimeSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * The mailboxes of this node. One lock around the table; notices go out under it, so that both sides hear of things in their
 * order.
 */
final class LocalMailboxes {
  private final MailboxTable table;
  private final TimeSource time;
  private final RelayMeter meter;
  private final BiConsumer<Long, RelayFrame> toDevice;
  // Joined strangers, one per mailbox.
  private final Map<Long, MailboxSink> joiners = new HashMap<>();

  /**
   * @param toDevice gives a frame to the device session with that number, if there is one
   */
  LocalMailboxes(
      int most, TimeSource time, RelayMeter meter, BiConsumer<Long, RelayFrame> toDevice) {
    this.table = new MailboxTable(most);
    this.time = time;
    this.meter = meter;
    this.toDevice = toDevice;
  }

  synchronized void open(long opener, MailboxId id, int ttlSeconds) {
    tell(table.open(opener, id, ttlSeconds, time.monotonicMillis()));
  }

  synchronized void send(long from, MailboxId id, ByteString body) {
    tell(table.send(from, id, body));
  }

  synchronized void close(long from, MailboxId id) {
    tell(table.close(from, id));
    MailboxSink joiner = joiners.remove(from);
    if (joiner != null) {
      joiner.ended(); // a stranger's session is its mailbox
    }
  }

  synchronized void connectionEnded(long connection) {
    tell(table.connectionEnded(connection));
    joiners.remove(connection);
  }

  synchronized int size() {
    return table.size();
  }

  synchronized void expire() {
    tell(table.expire(time.monotonicMillis()));
  }

  /** Completes {@code result} before anybody is told, so that JOINED comes after it. */
  synchronized void join(long joiner, MailboxId id, MailboxSink sink,
      CompletableFuture<MailboxResult> result) {
    Optional<List<MailboxNotice>> notices = table.join(joiner, id, time.monotonicMillis());
    if (notices.isEmpty()) {
      meter.refused(RefusalReason.NO_SUCH_MAILBOX);
      result.complete(new MailboxResult.NotJoined(RefusalReason.NO_SUCH_MAILBOX));
      tell(table.secondJoin(id));
      return;
    }
    joiners.put(joiner, sink);
    result.complete(new MailboxResult.Joined(new JoinerSession(joiner, id)));
    tell(notices.get());
  }

  private void tell(List<MailboxNotice> notices) {
    for (MailboxNotice notice : notices) {
      if (notice.frame().hasError()) {
        ErrorCode.byNumber(notice.frame().getError().getCode()).ifPresent(meter::commandRefused);
      }
      MailboxSink joiner = joiners.get(notice.connection());
      if (joiner == null) {
        toDevice.accept(notice.connection(), notice.frame());
        continue;
      }
      joiner.answer(notice.frame());
      if (notice.ends()) {
        joiners.remove(notice.connection());
        joiner.ended();
      }
    }
  }

  private final class JoinerSession implements MailboxSession {
    private final long number;
    private final MailboxId id;

    private JoinerSession(long number, MailboxId id) {
      this.number = number;
      this.id = id;
    }

    @Override
    public void send(ByteString body) {
      LocalMailboxes.this.send(number, id, body);
    }

    @Override
    public void close() {
      LocalMailboxes.this.close(number, id);
    }

    @Override
    public void detach() {
      connectionEnded(number);
    }
  }
}
