package dev.zerok.client.replica;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.pairing.ShowableName;
import dev.zerok.protocol.seal.OpenedPayload;
import dev.zerok.protocol.wire.PayloadKind;
import dev.zerok.protocol.wire.Profile;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What devices call themselves, by their own signed profiles (PROFILE-1). One name per device that ever stood in the roster. */
final class DeviceNames {
  private final Map<DeviceId, StoreRecord.DeviceNamed> names;

  DeviceNames(Map<DeviceId, StoreRecord.DeviceNamed> stored) {
    names = new HashMap<>(stored);
  }

  /** Takes a payload up if it is a newer profile of its sender; what to store then. One that cannot be shown is no profile. */
  Optional<StoreRecord> learn(OpenedPayload opened) {
    if (opened.header().getKind() != PayloadKind.PAYLOAD_KIND_PROFILE) {
      return Optional.empty();
    }
    try {
      String name = Profile.parseFrom(opened.body()).getDeviceName();
      return learn(opened.envelope().sender(), opened.envelope().deviceSeq(), name, 0);
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }

  /** That device calls itself so from this push on. */
  Optional<StoreRecord> learn(DeviceId device, long seq, String name, int rosterLength) {
    StoreRecord.DeviceNamed before = names.get(device);
    if (!ShowableName.is(name) || name.isBlank() || (before != null && before.seq() >= seq)) {
      return Optional.empty();
    }
    StoreRecord.DeviceNamed named = new StoreRecord.DeviceNamed(device, seq, name, rosterLength);
    names.put(device, named);
    return Optional.of(named);
  }

  /** Entries of the roster when that device's name was told by this one; 0: never. */
  int toldAt(DeviceId own) {
    StoreRecord.DeviceNamed named = names.get(own);
    return named == null ? 0 : named.rosterLength();
  }

  Optional<String> of(DeviceId device) {
    return Optional.ofNullable(names.get(device)).map(StoreRecord.DeviceNamed::name);
  }
}
