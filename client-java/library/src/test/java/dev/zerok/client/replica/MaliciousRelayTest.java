package dev.zerok.client.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.protocol.wire.Deliver;
import dev.zerok.protocol.wire.RelayFrame;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MaliciousRelayTest {
  private final ReplicaGroup group = ReplicaGroup.founded();
  private final FakeRelay relay = group.relay;
  private final ReplicaDevice first = group.first;
  private final ReplicaDevice second = group.join("second");
  private final ReplicaDevice victim = group.join("victim");

  private void lie(UnaryOperator<List<RelayFrame>> lie) {
    relay.lieTo = victim;
    relay.lie = lie;
  }

  /** Changes each blob on its way to the victim. */
  private void changeBlobs(UnaryOperator<Deliver> change) {
    lie(frames -> frames.stream()
        .map(frame -> frame.hasDeliver()
            ? frame.toBuilder().setDeliver(change.apply(frame.getDeliver())).build()
            : frame)
        .toList());
  }

  private void assertForked() {
    assertThat(victim.stopped()).isEqualTo(StopCause.FORK);
    assertThat(victim.events(SyncEvent.ForkDetected.class)).hasSize(1);
    assertThat(victim.connected).isFalse();
  }

  @Test
  @Tag("RECV-3")
  void aFlippedBlob_isParkedReportedAndAcknowledged_andTheNextOneShowsTheFork() {
    changeBlobs(blob -> blob.toBuilder().setPayload(flipped(blob.getPayload())).build());
    first.push("one");
    relay.run();
    assertThat(victim.events(SyncEvent.BlobParked.class)).hasSize(1);
    assertThat(victim.texts()).isEmpty();
    assertThat(relay.acknowledged.get(victim.id())).isEqualTo(relay.entries.size());

    relay.lieTo = null;
    first.push("two");
    relay.run();

    assertForked();
    assertThat(victim.texts()).isEmpty();
  }

  @Test
  void aBlobMovedToAnotherSender_doesNotOpen() {
    changeBlobs(blob -> blob.toBuilder().setSender(second.id().bytes()).build());
    first.push("one");
    relay.run();

    assertThat(victim.texts()).isEmpty();
    assertThat(victim.events(SyncEvent.BlobParked.class)).hasSize(1);
  }

  @Test
  @Tag("RECV-5")
  void aBlobLeftOut_isAFork() {
    lie(frames -> frames.stream().filter(frame -> !frame.hasDeliver()).toList());
    first.push("one");
    relay.run();
    relay.lieTo = null;
    first.push("two");
    relay.run();

    assertForked();
  }

  @Test
  @Tag("SEAL-3")
  void aBlobLeftOutAndTheOthersRenumbered_isAFork() {
    first.push("one");
    relay.run();
    List<RelayFrame> hidden = new ArrayList<>();
    lie(frames -> {
      List<RelayFrame> shown = new ArrayList<>();
      for (RelayFrame frame : frames) {
        if (frame.hasDeliver() && hidden.isEmpty()) {
          hidden.add(frame);
        } else if (frame.hasDeliver()) {
          shown.add(frame.toBuilder()
              .setDeliver(
                  frame.getDeliver().toBuilder().setCursor(frame.getDeliver().getCursor() - 1))
              .build());
        } else {
          shown.add(frame);
        }
      }
      return shown;
    });
    first.push("two");
    first.push("three");
    relay.run();

    assertForked();
    assertThat(victim.texts()).containsExactly("one");
  }

  @Test
  @Tag("SEAL-5")
  void twoSendersBlobsReordered_areAFork_asSoonAsSomebodySignsTheTrueOrder() {
    lie(frames -> {
      List<RelayFrame> shown = new ArrayList<>(frames);
      List<Integer> blobs = new ArrayList<>();
      for (int i = 0; i < shown.size(); i++) {
        if (shown.get(i).hasDeliver()) {
          blobs.add(i);
        }
      }
      if (blobs.size() == 2) {
        long cursor = shown.get(blobs.get(0)).getDeliver().getCursor();
        Collections.swap(shown, blobs.get(0), blobs.get(1));
        for (int i = 0; i < 2; i++) {
          RelayFrame frame = shown.get(blobs.get(i));
          shown.set(blobs.get(i),
              frame.toBuilder()
                  .setDeliver(frame.getDeliver().toBuilder().setCursor(cursor + i))
                  .build());
        }
      }
      return shown;
    });
    first.push("one");
    second.push("two");
    relay.run();
    assertThat(victim.stopped()).isNull();

    first.push("signs the order that it saw");
    relay.run();

    assertForked();
  }

  @Test
  @Tag("RECV-2")
  void aDoubledBlob_isHandedOnOnce_andIsAFork() {
    first.push("one");
    relay.run();
    relay.entries.add(relay.entries.get(relay.entries.size() - 1));
    relay.disconnect(victim);
    relay.connect(victim);

    assertThat(victim.texts()).containsExactly("one");
    assertForked();
  }

  @Test
  @Tag("RECV-5")
  void aCursorThatGoesBack_isAFork() {
    lie(frames -> {
      List<RelayFrame> shown = new ArrayList<>();
      for (RelayFrame frame : frames) {
        shown.add(frame);
        if (frame.hasDeliver()) {
          shown.add(frame);
        }
      }
      return shown;
    });
    first.push("one");
    relay.run();

    assertForked();
  }

  @Test
  @Tag("SEAL-3")
  @Tag("RECV-6")
  void twoBlobsUnderOneSequence_areAFork_andNothingMoreIsAcknowledged() {
    ReplicaDevice clone = ReplicaGroup.copyOf(first);
    first.push("for the others");
    relay.run();
    long acknowledged = relay.acknowledged.get(victim.id());
    FakeRelay other = new FakeRelay(first.replica.view().self().group());
    other.entries.addAll(relay.entries.subList(0, relay.entries.size() - 1));
    other.roster = relay.roster;
    other.connect(clone);
    clone.push("for the victim");
    other.run();
    FakeRelay.Entry forged = other.entries.get(other.entries.size() - 1);
    lie(frames -> frames.isEmpty()
        ? frames
        : List.of(FakeRelay.deliver(relay.entries.size(), first.id(), forged.push())));
    second.push("anything");
    relay.run();

    assertForked();
    assertThat(relay.acknowledged.get(victim.id())).isEqualTo(acknowledged);
    assertThat(victim.replica.pump(1 << 20, ReplicaDevice.NOW).effects()).isEmpty();
    Assertions.assertThatThrownBy(() -> victim.push("never leaves"))
        .isInstanceOf(SyncProblem.class);
  }

  @Test
  @Tag("RECV-6")
  void aFork_isRememberedOverARestart() {
    lie(frames -> frames.stream().filter(frame -> !frame.hasDeliver()).toList());
    first.push("one");
    relay.run();
    relay.lieTo = null;
    first.push("two");
    relay.run();

    victim.crash();

    assertThat(victim.stopped()).isEqualTo(StopCause.FORK);
  }

  @Test
  @Tag("SEAL-4")
  void aHiddenRemoval_isAFork_asSoonAsABlobOfTheNewEpochComes() {
    lie(frames -> frames.stream()
        .filter(frame -> !frame.hasRosterEntries())
        .map(MaliciousRelayTest::oneEarlier)
        .toList());
    first.command(new RosterCommand.Remove(second.id()));
    relay.run();
    assertThat(victim.stopped()).isNull();
    first.push("sealed after the removal");
    relay.run();

    assertForked();
    assertThat(victim.texts()).isEmpty();
    assertThat(victim.events(SyncEvent.BlobParked.class)).isEmpty();
    Assertions.assertThatThrownBy(() -> victim.push("under the removed device's key"))
        .isInstanceOf(SyncProblem.class);
  }

  @Test
  @Tag("SEAL-4")
  void aHiddenAdd_isAFork_asSoonAsABlobSignedOverItComes() {
    lie(frames -> frames.stream()
        .filter(frame -> !frame.hasRosterEntries())
        .map(MaliciousRelayTest::oneEarlier)
        .toList());
    group.let("stranger", dev.zerok.protocol.wire.Role.ROLE_MEMBER);
    first.push("signed over the longer roster");
    relay.run();

    assertForked();
    assertThat(victim.texts()).isEmpty();
  }

  private static RelayFrame oneEarlier(RelayFrame frame) {
    return frame.hasDeliver()
        ? frame.toBuilder()
            .setDeliver(
                frame.getDeliver().toBuilder().setCursor(frame.getDeliver().getCursor() - 1))
            .build()
        : frame;
  }

  @Test
  @Tag("ROSTER-10")
  void anotherRosterThanTheOneThatWasVerified_isAFork() {
    ReplicaGroup other = ReplicaGroup.founded();
    other.join("somebody else");
    relay.disconnect(victim);
    lie(frames -> frames.stream()
        .map(frame -> frame.hasWelcome()
            ? frame.toBuilder()
                .setWelcome(frame.getWelcome()
                    .toBuilder()
                    .setRosterHead(
                        frame.getWelcome()
                            .getRosterHead()
                            .toBuilder()
                            .setHash(flipped(frame.getWelcome().getRosterHead().getHash()))))
                .build()
            : frame)
        .toList());
    relay.connect(victim);

    assertForked();
  }

  @Test
  @Tag("ROSTER-10")
  void anOlderRosterWithoutAReset_isAFork_andDoesNotBringTheDeviceBack() {
    int length = victim.replica.view().roster().length();
    relay.disconnect(victim);
    lie(frames -> frames.stream()
        .map(frame -> frame.hasWelcome()
            ? frame.toBuilder().setWelcome(frame.getWelcome().toBuilder().clearRosterHead()).build()
            : frame)
        .toList());
    relay.connect(victim);

    assertThat(victim.replica.view().roster().length()).isEqualTo(length);
    assertForked();
  }

  @Test
  void aForgedBlob_ofARemovedDevicesKey_isNotHandedOn() {
    first.command(new RosterCommand.Remove(second.id()));
    relay.run();
    ReplicaDevice ghost = ReplicaGroup.copyOf(second);
    assertThat(ghost.stopped()).isEqualTo(StopCause.REMOVED);
    Assertions.assertThatThrownBy(() -> ghost.push("still here")).isInstanceOf(SyncProblem.class);
  }

  private static ByteString flipped(ByteString bytes) {
    byte[] changed = bytes.toByteArray();
    changed[changed.length / 2] ^= 1;
    return ByteString.copyFrom(changed);
  }
}
