package dev.zerok.relay.core;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ErrorFrames;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.Error;
import dev.zerok.protocol.wire.Push;
import dev.zerok.protocol.wire.PushAck;
import dev.zerok.protocol.wire.RelayFrame;
import java.util.Optional;

/** What happens to a push (PROTOCOL.md § 6.3). */
final class PushRules {
  /** Disks that hold an entry: this process keeps one copy. */
  private static final int REPLICAS = 1;

  private final ShardPolicy policy;
  private final QuotaRules quotas;
  private final ShardUsage shard;

  PushRules(ShardPolicy policy, ShardUsage shard) {
    this.policy = policy;
    this.quotas = new QuotaRules(policy, shard);
    this.shard = shard;
  }

  void push(Turn turn, GroupState state, LiveSession session, ShardCommand.PushBlob command,
      long servingMillis) {
    Push push = command.push();
    boolean inCredit = session.meter().take(push.getPayload().size(), command.nowMillis());
    Optional<Error> malformed = malformed(push);
    if (malformed.isPresent()) {
      turn.reject(session.key(), ErrorCode.INVALID_MESSAGE, malformed.get());
      return;
    }
    // The sequence comes before everything else: a repeat must get its old answer whatever has changed since (PUSH-2).
    DeviceRecord device = state.device(session.key().device());
    if (push.getDeviceSeq() <= device.lastSeq()) {
      answerKnown(turn, state, session, command);
      return;
    }
    if (!device.takesAnyNextSeq() && push.getDeviceSeq() != device.lastSeq() + 1) {
      if (session.takeHoleReport()) {
        Error hole = ErrorFrames.sequenceGap(push.getDeviceSeq(), device.lastSeq() + 1);
        turn.reject(session.key(), ErrorCode.SEQUENCE_GAP, hole);
      }
      return;
    }
    session.holeFilled();
    boolean wanted = push.getKind() != EnvelopeKind.ENVELOPE_KIND_BLOB
        || !state.watermarks().nobodyWaitsFor(state.head() + 1, session.key().device());
    Optional<Error> refused = refused(state, session, command, inCredit, wanted);
    if (refused.isPresent()) {
      ErrorCode code = ErrorCode.byNumber(refused.get().getCode()).orElseThrow();
      turn.reject(session.key(), code, refused.get());
      return;
    }
    store(turn, state, session, command, wanted, servingMillis);
  }

  /** PUSH-8. */
  private Optional<Error> malformed(Push push) {
    String wrong = null;
    if (push.getDeviceSeq() < 1 || push.getEpoch() < 1) {
      wrong = "device_seq and epoch are at least 1.";
    } else if (push.getKind() != EnvelopeKind.ENVELOPE_KIND_BLOB
        && push.getKind() != EnvelopeKind.ENVELOPE_KIND_CHECKPOINT
        && push.getKind() != EnvelopeKind.ENVELOPE_KIND_CHECKPOINT_PART) {
      wrong = "kind is BLOB, CHECKPOINT or CHECKPOINT_PART.";
    } else if (push.getKind() == EnvelopeKind.ENVELOPE_KIND_BLOB && push.getCovers() != 0) {
      wrong = "covers is 0 for BLOB.";
    } else if (push.getTtlSeconds() < 0 || push.getTtlSeconds() > policy.maxTtlSeconds()) {
      wrong = "ttl_seconds is at most " + policy.maxTtlSeconds() + ".";
    } else if (push.getPayload().size() < Limits.PAYLOAD_FLOOR_BYTES) {
      wrong = "A sealed payload has at least " + Limits.PAYLOAD_FLOOR_BYTES + " bytes.";
    } else {
      try {
        StreamId.fromWire(push.getStream());
      } catch (ProtocolViolation violation) {
        wrong = violation.words();
      }
    }
    if (wrong == null) {
      return Optional.empty();
    }
    Error error = ErrorFrames.of(ProtocolViolation.invalid(wrong));
    return Optional.of(push.getDeviceSeq() < 1
        ? error
        : error.toBuilder().setDeviceSeq(push.getDeviceSeq()).build());
  }

  private static void answerKnown(
      Turn turn, GroupState state, LiveSession session, ShardCommand.PushBlob command) {
    long seq = command.push().getDeviceSeq();
    Optional<KnownPush> known =
        turn.records().knownPush(state.group(), session.key().device(), seq);
    // A sequence from before the remembered ones cannot be told from a reused one, so it is not acknowledged.
    if (known.isPresent() && known.get().pushHash().equals(command.pushHash())) {
      RelayFrame ack = pushAck(session, seq, known.get().cursor(), command.nowMillis());
      turn.leave(new ShardEffect.Answered(session.key(), ack));
    } else {
      Error conflict = ErrorFrames.forPush(ErrorCode.SEQUENCE_CONFLICT, seq, 0);
      turn.reject(session.key(), ErrorCode.SEQUENCE_CONFLICT, conflict);
    }
  }

  private Optional<Error> refused(
      GroupState state, LiveSession session, ShardCommand.PushBlob command, boolean inCredit,
      boolean wanted) {
    Push push = command.push();
    long seq = push.getDeviceSeq();
    int size = push.getPayload().size();
    if (push.getEpoch() != state.roster().epoch()) {
      return Optional.of(ErrorFrames.forPush(ErrorCode.STALE_EPOCH, seq, 0));
    }
    Optional<String> unfit = unfitCheckpoint(state, session.key().device(), push);
    if (unfit.isPresent()) {
      Error error = ErrorFrames.of(ProtocolViolation.invalid(unfit.get()));
      return Optional.of(error.toBuilder().setDeviceSeq(seq).build());
    }
    if (size > policy.maxPayloadBytes()) {
      return Optional.of(ErrorFrames.forPush(ErrorCode.BLOB_TOO_LARGE, seq, 0));
    }
    if (!inCredit) {
      return Optional
          .of(ErrorFrames.forPush(ErrorCode.RATE_LIMITED, seq, session.meter().millisUntil(size)));
    }
    if (command.diskFull()) {
      return Optional
          .of(ErrorFrames.forPush(ErrorCode.STORAGE_FULL, seq, QuotaRules.RETRY_SPACE_MILLIS));
    }
    return quotas.refused(state, session.key().device(), seq, size, wanted);
  }

  /** CKPT-1, CKPT-2. */
  private static Optional<String> unfitCheckpoint(GroupState state, DeviceId sender, Push push) {
    if (push.getKind() == EnvelopeKind.ENVELOPE_KIND_BLOB) {
      return Optional.empty();
    }
    long covers = push.getCovers();
    if (covers < 0 || covers > state.device(sender).applied()) {
      return Optional
          .of("covers is at most the cursor that its sender has acknowledged as applied.");
    }
    boolean part = push.getKind() == EnvelopeKind.ENVELOPE_KIND_CHECKPOINT_PART;
    if (part && state.checkpoints().isFull(sender, streamOf(push), covers)) {
      return Optional.of("A checkpoint has at most " + Limits.CHECKPOINT_PARTS + " parts.");
    }
    return Optional.empty();
  }

  private static StreamId streamOf(Push push) {
    return push.getStream().isEmpty() ? StreamId.DEFAULT : StreamId.of(push.getStream());
  }

  private void store(
      Turn turn,
      GroupState state,
      LiveSession session,
      ShardCommand.PushBlob command,
      boolean wanted,
      long servingMillis) {
    Push push = command.push();
    ByteString payload = push.getPayload();
    long cursor = state.advance(command.blobHash());
    int ttlSeconds = push.getTtlSeconds() == 0 ? policy.defaultTtlSeconds() : push.getTtlSeconds();
    EntryRecord.OfBlob entry =
        new EntryRecord.OfBlob(
            cursor,
            state.runningHash(),
            session.key().device(),
            push.getDeviceSeq(),
            push.getKind(),
            streamOf(push),
            push.getCovers(),
            push.getEpoch(),
            payload.size(),
            servingMillis + 1_000L * ttlSeconds,
            wanted);
    ShardRecords records = turn.records();
    records.putEntry(state.group(), entry);
    // A payload that nobody is there to receive is never written.
    if (wanted) {
      records.putPayload(state.group(), cursor, payload);
      records.putExpiry(new ShardRecords.Expiry(entry.expiresAt(), state.group(), cursor));
      state.addStoredBytes(payload.size());
    }
    state.usage()
        .stored(session.key().device(), payload.size(), wanted, shard.wallMillis());
    remember(records, state, session, command, cursor);
    CheckpointRetention.placed(turn, state, entry);
    Retention.placed(turn, state);
    RelayFrame ack = pushAck(session, push.getDeviceSeq(), cursor, command.nowMillis());
    turn.leave(new ShardEffect.Stored(session.key(), ack, payload.size()));
  }

  private static void remember(
      ShardRecords records, GroupState state, LiveSession session, ShardCommand.PushBlob command,
      long cursor) {
    long seq = command.push().getDeviceSeq();
    var device = session.key().device();
    records.putKnownPush(state.group(), device, seq, new KnownPush(cursor, command.pushHash()));
    if (seq > Limits.SEQUENCES_REMEMBERED) {
      records.deleteKnownPush(state.group(), device, seq - Limits.SEQUENCES_REMEMBERED);
    }
    state.putDevice(records, device, state.device(device).withPush(seq, command.pushHash()));
  }

  private static RelayFrame pushAck(LiveSession session, long seq, long cursor, long nowMillis) {
    PushAck ack =
        PushAck.newBuilder()
            .setDeviceSeq(seq)
            .setCursor(cursor)
            .setReplicas(REPLICAS)
            .setPushCredit(session.meter().credit(nowMillis))
            .build();
    return RelayFrame.newBuilder().setPushAck(ack).build();
  }
}
