package dev.zerok.relay.port;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.id.MailboxId;
import dev.zerok.protocol.wire.Push;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.Signal;
import dev.zerok.relay.core.ReadRequest;
import dev.zerok.relay.core.RosterSlice;
import dev.zerok.relay.core.StreamSlice;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * One admitted session of one device. Commands of one session are to come from one thread at a time and take effect in their
 * order; their answers come through the session's {@link DeviceSink}. Nothing here blocks.
 *
 * <p>After an eviction or {@link #detach} every command is dropped and every read comes back empty.
 */
public interface DeviceSession {
  DeviceId device();

  GroupId group();

  /** Answered by PushAck, by an Error with its device_seq, or (behind a reported hole) not at all (PUSH-3). */
  void push(Push push);

  /**
   * The client's cumulative Ack. {@code received} is the feed's business; {@code applied} allows deletion.
   *
   * @param received at least {@code applied}
   * @param applied at most what this session was sent (DELIV-5)
   */
  void ack(long received, long applied);

  /** Answered by the entry itself in everybody's stream, or by Error (ERR-2). */
  void append(RosterEntry entry);

  /** To the other devices of the group that are connected; dropped beyond the session's rate (SIGNAL-3). Never answered. */
  void signal(Signal signal);

  /**
   * Who came and went since the last call (PRES-1); the first one gives the whole picture. Empty if nothing changed or nothing is to
   * be told.
   */
  Optional<RelayFrame> presenceNews();

  /** Which devices' watermarks moved since the last call (WMARK-1); the first one gives all. Empty if none has. */
  Optional<RelayFrame> watermarkNews();

  /**
   * Reads the stream. At most one read of a session at a time. A slice never holds a cursor whose PushAck the sink has not
   * been given. An evicted session's slice is empty.
   */
  CompletionStage<StreamSlice> read(ReadRequest request);

  /**
   * Reads the roster up to its length at this session's Welcome.
   *
   * @param maxBytes encoded entries to stay within; one entry is always given
   */
  CompletionStage<RosterSlice> readRoster(int fromIndex, int maxBytes);

  /** Answered by OPENED, or by Error with the mailbox id (MBX-1). */
  void openMailbox(MailboxId id, int ttlSeconds);

  /** To the joiner of a mailbox that this session opened (MBX-4). */
  void sendMailbox(MailboxId id, ByteString body);

  void closeMailbox(MailboxId id);

  /** The connection is gone: forgets the sink and closes its mailboxes. Safe to call twice. */
  void detach();
}
