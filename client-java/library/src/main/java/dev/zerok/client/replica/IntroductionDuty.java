package dev.zerok.client.replica;

import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.pairing.ShowableName;
import dev.zerok.protocol.roster.RosterDevice;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * When a device tells its name by itself (PROFILE-2): while some device of the group was added after it last did, one to two minutes
 * later, so that not all tell theirs at once. Times are Unix milliseconds.
 */
final class IntroductionDuty {
  static final long LEAST_MILLIS = 60_000;
  static final long JITTER_MILLIS = 60_000;
  private static final long NOT_OWED = -1;

  private final ReplicaState state;
  private final RandomSource random;
  private long owedSince = NOT_OWED;
  private long due;

  IntroductionDuty(ReplicaState state, RandomSource random) {
    this.state = state;
    this.random = random;
  }

  /** The name to tell now; empty if none is owed or its time has not come. */
  Optional<String> dueName(long now) {
    String name = state.ownName();
    if (name.isBlank() || !ShowableName.is(name) || !isOwed()) {
      owedSince = NOT_OWED;
      return Optional.empty();
    }
    if (owedSince == NOT_OWED || now < owedSince) {
      long drawn = ByteBuffer.wrap(random.bytes(Long.BYTES)).getLong();
      owedSince = now;
      due = now + LEAST_MILLIS + Long.remainderUnsigned(drawn, JITTER_MILLIS);
    }
    return now >= due ? Optional.of(name) : Optional.empty();
  }

  private boolean isOwed() {
    int told = state.names.toldAt(state.self.id());
    return state.roster()
        .devices()
        .values()
        .stream()
        .filter(device -> !device.id().equals(state.self.id()))
        .mapToInt(RosterDevice::addedAt)
        .anyMatch(addedAt -> addedAt >= told);
  }
}
