package dev.zerok.relay.core;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ErrorFrames;
import dev.zerok.protocol.id.MailboxId;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.wire.MailboxEvent;
import dev.zerok.protocol.wire.MailboxMessage;
import dev.zerok.protocol.wire.RelayFrame;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The pairing mailboxes of one node (PROTOCOL.md § 6.6): in memory, nothing is stored, every body goes straight to the other side.
 * Connections are numbers that the caller gives, never the same twice. Not thread-safe; all calls of one connection after
 * {@link #connectionEnded} are the caller's fault.
 */
public final class MailboxTable {
  private static final class Mailbox {
    private final MailboxId id;
    private final long opener;
    private final long endsAtMillis;
    private long joiner;
    private int messages;

    private Mailbox(MailboxId id, long opener, long endsAtMillis) {
      this.id = id;
      this.opener = opener;
      this.endsAtMillis = endsAtMillis;
    }

    private boolean isJoined() {
      return joiner != 0;
    }

    private long other(long side) {
      return side == opener ? joiner : opener;
    }
  }

  private final int mostMailboxes;
  private final Map<MailboxId, Mailbox> mailboxes = new HashMap<>();
  // Mailboxes that a connection opened or joined; at most four per connection.
  private final Map<Long, List<Mailbox>> byConnection = new HashMap<>();

  /**
   * @param mostMailboxes open at a time on this node; opening more is answered by RELAY_OVERLOADED
   */
  public MailboxTable(int mostMailboxes) {
    this.mostMailboxes = mostMailboxes;
  }

  /** An admitted device opens a mailbox (MBX-1). */
  public List<MailboxNotice> open(long opener, MailboxId id, int ttlSeconds, long nowMillis) {
    if (ttlSeconds < 0 || ttlSeconds > Limits.MAILBOX_SECONDS) {
      return refuse(opener, id, ErrorCode.INVALID_MESSAGE, "A mailbox lives at most 600 seconds.");
    }
    if (mailboxes.containsKey(id)) {
      return refuse(opener, id, ErrorCode.INVALID_MESSAGE, "Choose another mailbox id, at random.");
    }
    if (byConnection.getOrDefault(opener, List.of()).size() >= Limits.MAILBOXES_PER_SESSION) {
      return refuse(opener, id, ErrorCode.RATE_LIMITED,
          "Four mailboxes are open: close one first.");
    }
    if (mailboxes.size() >= mostMailboxes) {
      return refuse(opener, id, ErrorCode.RELAY_OVERLOADED, ErrorCode.RELAY_OVERLOADED.advice());
    }
    int seconds = ttlSeconds == 0 ? Limits.MAILBOX_SECONDS : ttlSeconds;
    Mailbox mailbox = new Mailbox(id, opener, nowMillis + 1_000L * seconds);
    mailboxes.put(id, mailbox);
    byConnection.computeIfAbsent(opener, connection -> new ArrayList<>()).add(mailbox);
    return List.of(event(opener, mailbox, MailboxEvent.MAILBOX_EVENT_OPENED, ByteString.EMPTY));
  }

  /**
   * A stranger joins (MBX-2, MBX-3).
   *
   * @return empty if nothing that can be joined has this id; the opener may have to be told all the same, see {@link
   *     #secondJoin}
   */
  public Optional<List<MailboxNotice>> join(long joiner, MailboxId id, long nowMillis) {
    @Nullable Mailbox mailbox = mailboxes.get(id);
    if (mailbox == null || mailbox.isJoined() || mailbox.endsAtMillis <= nowMillis) {
      return Optional.empty();
    }
    mailbox.joiner = joiner;
    byConnection.computeIfAbsent(joiner, connection -> new ArrayList<>()).add(mailbox);
    return Optional.of(
        List.of(
            event(mailbox.opener, mailbox, MailboxEvent.MAILBOX_EVENT_JOINED, ByteString.EMPTY),
            event(joiner, mailbox, MailboxEvent.MAILBOX_EVENT_JOINED, ByteString.EMPTY)));
  }

  /** The alarm for the opener if somebody tried to join a mailbox that was joined before (MBX-3). */
  public List<MailboxNotice> secondJoin(MailboxId id) {
    @Nullable Mailbox mailbox = mailboxes.get(id);
    return mailbox == null || !mailbox.isJoined()
        ? List.of()
        : List.of(event(mailbox.opener, mailbox, MailboxEvent.MAILBOX_EVENT_SECOND_JOIN,
            ByteString.EMPTY));
  }

  /** A body for the other side (MBX-4). */
  public List<MailboxNotice> send(long from, MailboxId id, ByteString body) {
    @Nullable Mailbox mailbox = find(from, id);
    if (mailbox == null) {
      return refuse(from, id, ErrorCode.INVALID_MESSAGE, "This mailbox is not open.");
    }
    if (!mailbox.isJoined()) {
      return burst(from, mailbox, "A body before JOINED.");
    }
    if (body.size() > Limits.MAILBOX_BODY_BYTES) {
      return burst(from, mailbox, "A body has at most 4096 bytes.");
    }
    if (mailbox.messages >= Limits.MAILBOX_MESSAGES) {
      return burst(from, mailbox, "A mailbox carries at most 16 messages.");
    }
    mailbox.messages++;
    return List.of(event(mailbox.other(from), mailbox, MailboxEvent.MAILBOX_EVENT_BODY, body));
  }

  /** A side ends a mailbox (MBX-5); one that is not open any more is no error, the ends may cross. */
  public List<MailboxNotice> close(long from, MailboxId id) {
    @Nullable Mailbox mailbox = find(from, id);
    if (mailbox == null) {
      return List.of();
    }
    remove(mailbox);
    return tellOther(from, mailbox);
  }

  /** A connection is gone, and all its mailboxes with it (MBX-5). */
  public List<MailboxNotice> connectionEnded(long connection) {
    List<MailboxNotice> notices = new ArrayList<>();
    for (Mailbox mailbox : List.copyOf(byConnection.getOrDefault(connection, List.of()))) {
      remove(mailbox);
      notices.addAll(tellOther(connection, mailbox));
    }
    return notices;
  }

  /** Ends what has lived its time (MBX-5). */
  public List<MailboxNotice> expire(long nowMillis) {
    List<MailboxNotice> notices = new ArrayList<>();
    for (Mailbox mailbox : List.copyOf(mailboxes.values())) {
      if (mailbox.endsAtMillis <= nowMillis) {
        remove(mailbox);
        notices.add(ending(mailbox.opener, mailbox, MailboxEvent.MAILBOX_EVENT_EXPIRED));
        if (mailbox.isJoined()) {
          notices.add(ending(mailbox.joiner, mailbox, MailboxEvent.MAILBOX_EVENT_EXPIRED));
        }
      }
    }
    return notices;
  }

  /** Mailboxes open now. */
  public int size() {
    return mailboxes.size();
  }

  private @Nullable Mailbox find(long side, MailboxId id) {
    @Nullable Mailbox mailbox = mailboxes.get(id);
    return mailbox != null && (mailbox.opener == side || mailbox.joiner == side) ? mailbox : null;
  }

  private List<MailboxNotice> burst(long from, Mailbox mailbox, String words) {
    remove(mailbox);
    List<MailboxNotice> notices = new ArrayList<>();
    notices.add(
        new MailboxNotice(from, errorFrame(mailbox.id, ErrorCode.INVALID_MESSAGE, words), true));
    notices.addAll(tellOther(from, mailbox));
    return notices;
  }

  private static List<MailboxNotice> tellOther(long from, Mailbox mailbox) {
    return mailbox.isJoined()
        ? List.of(ending(mailbox.other(from), mailbox, MailboxEvent.MAILBOX_EVENT_CLOSED))
        : List.of();
  }

  private void remove(Mailbox mailbox) {
    mailboxes.remove(mailbox.id);
    forget(mailbox.opener, mailbox);
    forget(mailbox.joiner, mailbox);
  }

  private void forget(long connection, Mailbox mailbox) {
    byConnection.computeIfPresent(
        connection,
        (key, open) -> {
          open.remove(mailbox);
          return open.isEmpty() ? null : open;
        });
  }

  private static List<MailboxNotice> refuse(long connection, MailboxId id, ErrorCode code,
      String words) {
    return List.of(new MailboxNotice(connection, errorFrame(id, code, words), false));
  }

  private static RelayFrame errorFrame(MailboxId id, ErrorCode code, String words) {
    return RelayFrame.newBuilder()
        .setError(ErrorFrames.forMailbox(code, words, id.bytes()))
        .build();
  }

  private static MailboxNotice ending(long to, Mailbox mailbox, MailboxEvent what) {
    return new MailboxNotice(to, event(to, mailbox, what, ByteString.EMPTY).frame(), true);
  }

  private static MailboxNotice event(long to, Mailbox mailbox, MailboxEvent what, ByteString body) {
    MailboxMessage message =
        MailboxMessage.newBuilder()
            .setMailboxId(mailbox.id.bytes())
            .setEvent(what)
            .setBody(body)
            .build();
    return new MailboxNotice(to, RelayFrame.newBuilder().setMailboxMessage(message).build(), false);
  }
}
