package dev.zerok.client.replica;

import com.google.protobuf.ByteString;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.wire.PayloadKind;
import dev.zerok.protocol.wire.Profile;
import java.util.OptionalLong;

/** What this device says of itself without its app: its name, and that it is there (PROFILE-2, HEART-1). */
final class OwnWords {
  private final ReplicaState state;
  private final PushSealer sealer;
  private final HeartbeatDuty heartbeat;
  private final IntroductionDuty introduction;
  private long notedSeq;

  OwnWords(ReplicaState state, PushSealer sealer, RandomSource random, OptionalLong lastPush) {
    this.state = state;
    this.sealer = sealer;
    this.heartbeat = new HeartbeatDuty(random, lastPush);
    this.introduction = new IntroductionDuty(state, random);
    this.notedSeq = state.outbox.lastSeq();
  }

  /** Something was pushed: the next heartbeat counts from here, over restarts too. */
  void pushed(long now, ReplicaStep step) {
    notedSeq = state.outbox.lastSeq();
    heartbeat.pushed(now);
    step.store(new StoreRecord.PushedAt(now));
  }

  /** Pushes a profile behind the last push. */
  void tellName(String name, long now, ReplicaStep step) {
    ByteString profile = Profile.newBuilder().setDeviceName(name).build().toByteString();
    push(PayloadKind.PAYLOAD_KIND_PROFILE, profile, now, step);
    state.names.learn(state.self.id(), state.outbox.lastSeq(), name, state.roster().length())
        .ifPresent(step::store);
  }

  /** Pushes what is due by itself; to be called while the device is caught up. */
  void speakUp(long now, ReplicaStep step) {
    if (!state.outbox.hasRoomFor(0)) {
      return;
    }
    introduction.dueName(now).ifPresent(name -> tellName(name, now, step));
    if (heartbeat.isToBegin(now) || state.outbox.lastSeq() > notedSeq) {
      pushed(now, step);
    } else if (heartbeat.isDue(now)) {
      push(PayloadKind.PAYLOAD_KIND_HEARTBEAT, ByteString.EMPTY, now, step);
    }
  }

  private void push(PayloadKind kind, ByteString body, long now, ReplicaStep step) {
    step.store(sealer.sealOwn(state.roster(), state.applied, kind, body, now));
    pushed(now, step);
  }
}
