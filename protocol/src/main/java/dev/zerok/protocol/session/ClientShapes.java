package dev.zerok.protocol.session;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Signatures;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.id.MailboxId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.LogPosition;
import dev.zerok.protocol.wire.MailboxOpen;
import dev.zerok.protocol.wire.Pull;
import dev.zerok.protocol.wire.Push;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.protocol.wire.RosterHead;
import dev.zerok.protocol.wire.Signal;

/** Sizes and ranges of what clients send: what can be said about a frame without knowing any group (PROTOCOL.md § 6). */
final class ClientShapes {
  private static final int INCARNATION_BYTES = 16;
  private static final int HASH_BYTES = 32;

  private ClientShapes() {}

  static void check(Hello hello) throws ProtocolViolation {
    GroupId.fromWire(hello.getGroupId());
    requireSize("store_incarnation", hello.getStoreIncarnation(), INCARNATION_BYTES);
    if (hello.hasLast()) {
      check(hello.getLast());
    }
    if (hello.hasRosterHead()) {
      check(hello.getRosterHead());
    }
    int window = hello.getReceiveWindow();
    if (window < Limits.MIN_RECEIVE_WINDOW_BYTES || window > Limits.MAX_RECEIVE_WINDOW_BYTES) {
      throw ProtocolViolation
          .invalid("receive_window must be from " + Limits.MIN_RECEIVE_WINDOW_BYTES + " to "
              + Limits.MAX_RECEIVE_WINDOW_BYTES + " bytes");
    }
    checkAccessToken(hello.getAccessToken());
  }

  static void checkAccessToken(ByteString token) throws ProtocolViolation {
    if (token.size() > Limits.ACCESS_TOKEN_BYTES) {
      throw ProtocolViolation
          .invalid("an access token has at most " + Limits.ACCESS_TOKEN_BYTES + " bytes");
    }
  }

  /** PUSH-8, apart from device_seq, which the answer needs and which is therefore checked before. */
  static void check(Push push) throws ProtocolViolation {
    boolean blob = push.getKind() == EnvelopeKind.ENVELOPE_KIND_BLOB;
    if (!blob && push.getKind() != EnvelopeKind.ENVELOPE_KIND_CHECKPOINT
        && push.getKind() != EnvelopeKind.ENVELOPE_KIND_CHECKPOINT_PART) {
      throw ProtocolViolation.invalid("a push is a blob, a checkpoint or a part of one");
    }
    if (blob ? push.getCovers() != 0 : push.getCovers() < 0) {
      throw ProtocolViolation.invalid("covers must be 0 for a blob and a cursor for a checkpoint");
    }
    StreamId.fromWire(push.getStream());
    if (push.getEpoch() < 1) {
      throw ProtocolViolation.invalid("epoch must be at least 1");
    }
    if (push.getPayload().size() < Limits.PAYLOAD_FLOOR_BYTES) {
      throw ProtocolViolation
          .invalid("a sealed payload has at least " + Limits.PAYLOAD_FLOOR_BYTES + " bytes");
    }
  }

  static void checkDeviceSeq(Push push) throws ProtocolViolation {
    if (push.getDeviceSeq() < 1) {
      throw ProtocolViolation.invalid("device_seq must be at least 1");
    }
  }

  static void check(RosterEntry entry) throws ProtocolViolation {
    if (entry.getSerializedSize() > Limits.ROSTER_ENTRY_BYTES) {
      throw ProtocolViolation
          .invalid("a roster entry has at most " + Limits.ROSTER_ENTRY_BYTES + " bytes");
    }
  }

  /** ADMIT-3: what nobody could verify is not held until somebody tries. */
  static void checkPresented(RosterEntry entry) throws ProtocolViolation {
    check(entry);
    if (entry.getBody().isEmpty()) {
      throw ProtocolViolation.invalid("a presented roster entry must have a body");
    }
    requireSize("a presented roster entry's signature", entry.getSignature(),
        Signatures.SIGNATURE_LENGTH);
  }

  static void check(MailboxOpen open) throws ProtocolViolation {
    MailboxId.fromWire(open.getMailboxId());
    if (open.getTtlSeconds() < 0 || open.getTtlSeconds() > Limits.MAILBOX_SECONDS) {
      throw ProtocolViolation
          .invalid("a mailbox lives at most " + Limits.MAILBOX_SECONDS + " seconds");
    }
  }

  /** PULL-1. */
  static void check(Pull pull) throws ProtocolViolation {
    if (pull.getMaxBlobs() == 0) {
      throw ProtocolViolation.invalid("max_blobs must be at least 1");
    }
  }

  /** SIGNAL-1. */
  static void check(Signal signal) throws ProtocolViolation {
    if (signal.getEpoch() < 1) {
      throw ProtocolViolation.invalid("epoch must be at least 1");
    }
    int bytes = signal.getPayload().size();
    if (bytes < Limits.PAYLOAD_FLOOR_BYTES || bytes > Limits.SIGNAL_PAYLOAD_BYTES) {
      throw ProtocolViolation.invalid("the payload of a signal has " + Limits.PAYLOAD_FLOOR_BYTES
          + " to " + Limits.SIGNAL_PAYLOAD_BYTES + " bytes");
    }
    if (!signal.getTo().isEmpty()) {
      DeviceId.fromWire(signal.getTo());
    }
  }

  private static void check(LogPosition position) throws ProtocolViolation {
    LogId.fromWire(position.getLogId());
    if (position.getCursor() < 0) {
      throw ProtocolViolation.invalid("last.cursor must be below 2^63");
    }
    if (!position.getRunningHash().isEmpty()) {
      requireSize("last.running_hash", position.getRunningHash(), HASH_BYTES);
    }
  }

  private static void check(RosterHead head) throws ProtocolViolation {
    if (head.getLength() < 1) {
      throw ProtocolViolation
          .invalid("roster_head.length must be at least 1: leave roster_head out instead");
    }
    requireSize("roster_head.hash", head.getHash(), HASH_BYTES);
  }

  private static void requireSize(String field, ByteString bytes, int size)
      throws ProtocolViolation {
    if (bytes.size() != size) {
      throw ProtocolViolation.invalid(field + " must have " + size + " bytes");
    }
  }
}
