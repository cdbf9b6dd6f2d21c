package dev.zerok.client.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.client.model.MemberDevice;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.wire.PayloadKind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which of the names that another device gave itself counts. */
class DeviceNamesTest {
  private final ScriptedDevice device = ScriptedDevice.online();

  private String nameOf(SigningPeer peer) {
    return device.replica.view()
        .devices()
        .stream()
        .filter(member -> member.id().equals(peer.id))
        .map(MemberDevice::name)
        .findFirst()
        .orElseThrow();
  }

  private void show(String name) {
    device.show(device.bob.profile(name, device.group.epoch));
  }

  static String[] forbidden() {
    return new String[]{"", "  ", "two\nlines", "bell\u0007", "delete\u007f", "next\u0085line",
        "turned \u202e round", "embedded\u202a", "isolated\u2066", "end\u2069",
        "x".repeat(257)};
  }

  @ParameterizedTest
  @MethodSource("forbidden")
  @Tag("PROFILE-1")
  void nameThatIsForbidden_isNoProfile_alsoAfterARestart(String name) {
    show(name);
    assertThat(nameOf(device.bob)).as("none before").isEmpty();

    show("tablet");
    show(name);

    assertThat(nameOf(device.bob)).isEqualTo("tablet");
    device.restart();
    assertThat(nameOf(device.bob)).isEqualTo("tablet");
    assertThat(nameOf(device.carol)).isEmpty();
    assertThat(device.handedOver).isEmpty();
    assertThat(device.stopped()).isNull();
  }

  @Test
  @Tag("PROFILE-1")
  void longestName_andOneOfAnyScript_count() {
    show("x".repeat(256));
    assertThat(nameOf(device.bob)).isEqualTo("x".repeat(256));
    show("Großmutters Тел. \u05d0");
    assertThat(nameOf(device.bob)).isEqualTo("Großmutters Тел. \u05d0");
  }

  @Test
  @Tag("PROFILE-1")
  void bodyThatIsNoProfile_changesNothing() {
    show("tablet");
    device.show(device.bob.ofKind(PayloadKind.PAYLOAD_KIND_PROFILE));

    assertThat(nameOf(device.bob)).isEqualTo("tablet");
    assertThat(device.acknowledged()).isEqualTo(device.place.cursor());
  }

  @Test
  @Tag("PROFILE-1")
  void profileOfALowerSequence_thatOpensLater_doesNotReplaceANewerOne() {
    StoreRecord.DeviceNamed stored = new StoreRecord.DeviceNamed(device.bob.id, 7, "stored", 0);
    DeviceNames names = new DeviceNames(Map.of(device.bob.id, stored));

    assertThat(names.learn(device.bob.id, 6, "older", 0)).isEmpty();
    assertThat(names.learn(device.bob.id, 7, "the same once more", 0)).isEmpty();
    assertThat(names.learn(device.carol.id, 1, "another device's", 0)).isPresent();
    assertThat(names.of(device.bob.id)).contains("stored");

    assertThat(names.learn(device.bob.id, 8, "newer", 0))
        .contains(new StoreRecord.DeviceNamed(device.bob.id, 8, "newer", 0));
    assertThat(names.learn(device.bob.id, 7, "older", 0)).isEmpty();
    assertThat(names.of(device.bob.id)).contains("newer");
    assertThat(names.of(device.carol.id)).contains("another device's");
  }

  @Test
  @Tag("PROFILE-1")
  void profilesThatOpenTogetherLater_leaveTheLastOne() throws Exception {
    show("before");
    EpochSecret next = device.group.nextEpoch();
    device.group.append(device.rekeyWithABadBox(next));
    device.showNewestEntry();
    show("first of the next epoch");
    show("second of the next epoch");
    assertThat(nameOf(device.bob)).as("there is no key for them yet").isEqualTo("before");

    device.store.commit(List.of(new StoreRecord.EpochKeys(next.epoch(), next.secret().copy(),
        next.streamSecret().copy())));
    device.restart();
    device.connect();
    device.frame(StreamFrames.caughtUp(device.place.cursor()));

    assertThat(nameOf(device.bob)).isEqualTo("second of the next epoch");
    assertThat(device.replica.view().parked()).isZero();
  }
}
