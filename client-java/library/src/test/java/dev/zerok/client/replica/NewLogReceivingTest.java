package dev.zerok.client.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.admin.Replacement;
import dev.zerok.protocol.admin.RosterSigner;
import dev.zerok.protocol.roster.Departure;
import dev.zerok.protocol.seal.SealedBlob;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.DeviceEntry;
import dev.zerok.protocol.wire.PayloadKind;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterEntry;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a relay can and cannot do by saying that it lost a log (RESET-4). */
class NewLogReceivingTest {
  private final ScriptedDevice device = ScriptedDevice.online();
  private final GroupFixture group = device.group;

  private void assertForked() {
    assertThat(device.stopped()).isEqualTo(StopCause.FORK);
  }

  /** An entry by which Bob goes out; a Remove names the hash of its first blob. */
  private RosterEntry departure(Departure.Kind kind, ByteString first) {
    return switch (kind) {
      case LEFT -> new RosterSigner(group.crypto, device.bob.keys)
          .leave(group.roster, GroupFixture.NOW);
      case REPLACED -> group.first.add(group.roster,
          group.entryOf(group.newKeys(), Role.ROLE_MEMBER),
          new Replacement(device.bob.id, group.nextEpoch(), group.random), GroupFixture.NOW);
      case RESET -> {
        List<DeviceEntry> stay = Stream.of(group.firstId, device.carol.id)
            .sorted(Comparator.naturalOrder())
            .map(id -> group.roster.entryOf(id).orElseThrow())
            .toList();
        yield group.rootSigner.reset(group.roster, stay, group.nextEpoch(), group.random,
            GroupFixture.NOW);
      }
      case REMOVED -> group.first.remove(group.roster, device.bob.id, 1, first,
          group.nextEpoch(), group.random, GroupFixture.NOW);
    };
  }

  /** As a relay shows its roster right after Welcome: the entry by which Bob goes out lies behind what is still to come. */
  private void showRosterWithTheDepartureAt(long cursor) {
    device.frame(StreamFrames.roster(cursor, group.entries.get(3)));
    for (int i = 0; i < 3; i++) {
      device.frame(StreamFrames.roster(i + 1, group.entries.get(i)));
    }
  }

  @ParameterizedTest
  @EnumSource(Departure.Kind.class)
  @Tag("RESET-4")
  @Tag("RECV-1")
  void aDeviceThatWentOutInAnEarlierLog_isNotBelievedInALaterOne_whereverItsEntryLiesThere(
      Departure.Kind kind) {
    SealedBlob before = device.bob.text("before");
    device.show(before);
    ByteString named = before.blobHash();
    SealedBlob late = device.bob.text("sealed by whoever has its keys, under what it knew");
    group.append(departure(kind, named));
    device.showNewestEntry();
    device.renewLog(6);
    device.restart();
    device.connect();
    showRosterWithTheDepartureAt(6);
    device.frame(StreamFrames.deliver(4, before));
    device.frame(StreamFrames.deliver(5, late));
    device.frame(StreamFrames.caughtUp(6));
    device.pump();

    assertThat(device.stopped()).isNull();
    assertThat(device.texts()).containsExactly("before");
    assertThat(device.events(SyncEvent.BlobParked.class)).isEmpty();
    assertThat(device.acknowledged()).isEqualTo(6);
  }

  @Test
  @Tag("RESET-4")
  void aDeviceThatWentOut_isNotBelievedInAThirdLogEither() {
    device.show(device.bob.text("before"));
    SealedBlob late = device.bob.text("late");
    group.append(departure(Departure.Kind.REPLACED, ByteString.EMPTY));
    device.showNewestEntry();
    device.renewLog(5);
    device.renewLog(5);
    showRosterWithTheDepartureAt(5);
    device.frame(StreamFrames.deliver(4, late));

    assertThat(device.stopped()).isNull();
    assertThat(device.texts()).containsExactly("before");
  }

  @Test
  @Tag("RESET-4")
  void aDeviceWhoseEntryWasNotReachedInTheEarlierLog_isBelievedUpToItInTheNewOne() {
    SealedBlob before = device.bob.text("not seen yet");
    group.append(departure(Departure.Kind.LEFT, ByteString.EMPTY));
    device.renewLog(5);
    showRosterWithTheDepartureAt(5);
    device.frame(StreamFrames.deliver(4, before));
    device.frame(StreamFrames.caughtUp(5));

    assertThat(device.stopped()).isNull();
    assertThat(device.texts()).containsExactly("not seen yet");
  }

  @Test
  @Tag("RESET-4")
  @Tag("RECV-1")
  void aDeviceThatWasOutBeforeThisOneCameIn_isNotBelievedInANewLog() throws Exception {
    SealedBlob old = device.bob.text("old, by the device that this one replaced");
    group.append(departure(Departure.Kind.REPLACED, ByteString.EMPTY));
    device.store.commit(List.of(
        new StoreRecord.ChainEntry(3, group.entries.get(3).toByteString(), 0),
        new StoreRecord.JoinProof(4, group.roster.head().getHash())));
    device.restart();
    device.renewLog(5);
    showRosterWithTheDepartureAt(5);
    device.frame(StreamFrames.deliver(4, old));
    device.pump();

    assertThat(device.stopped()).isNull();
    assertThat(device.texts()).isEmpty();
    assertThat(device.acknowledged()).isEqualTo(5);
  }

  @Test
  @Tag("RESET-4")
  void aBlobThatIsNotInTheNewLog_isReportedAsMissing_andTheNextCounts() {
    device.show(device.bob.text("first"));
    device.bob.text("second, lost or kept back");
    device.bob.text("third, too");
    SealedBlob fourth = device.bob.text("fourth");
    device.renewLog(4);
    device.showRoster(0);
    device.show(fourth);
    device.frame(StreamFrames.caughtUp(4));

    assertThat(device.stopped()).isNull();
    assertThat(device.texts()).containsExactly("first", "fourth");
    assertThat(device.events(SyncEvent.PushesMissing.class))
        .containsExactly(new SyncEvent.PushesMissing(device.bob.id, 2, 3));
  }

  @Test
  @Tag("RESET-4")
  void whatCameInAnEarlierLog_isDropped_andNothingIsMissingForIt() {
    SealedBlob first = device.bob.text("first");
    SealedBlob second = device.bob.text("second");
    SealedBlob third = device.bob.text("third");
    List.of(first, second, third).forEach(device::show);
    device.renewLog(5);
    device.showRoster(0);
    device.show(first);
    device.show(third);
    device.show(device.bob.text("fourth"));

    assertThat(device.stopped()).isNull();
    assertThat(device.texts()).containsExactly("first", "second", "third", "fourth");
    assertThat(device.events(SyncEvent.PushesMissing.class)).isEmpty();
    assertThat(device.acknowledged()).isEqualTo(6);
  }

  @Test
  @Tag("RESET-4")
  void holesInWhatTheRelaySavedIntoItsNewLog_andTheFirstPushBehindIt_areReportedAndNoForks() {
    device.show(device.bob.text("first"));
    SealedBlob second = device.bob.text("second");
    device.bob.text("third, a checkpoint perhaps");
    SealedBlob fourth = device.bob.text("fourth");
    device.renewLog(5);
    device.showRoster(0);
    device.show(second);
    device.show(fourth);
    device.frame(StreamFrames.caughtUp(5));
    device.bob.text("fifth, which the relay had forgotten with its sequence");
    device.show(device.bob.text("sixth"));

    assertThat(device.stopped()).isNull();
    assertThat(device.texts()).containsExactly("first", "second", "fourth", "sixth");
    assertThat(device.events(SyncEvent.PushesMissing.class)).containsExactly(
        new SyncEvent.PushesMissing(device.bob.id, 3, 3),
        new SyncEvent.PushesMissing(device.bob.id, 5, 5));

    device.bob.text("seventh, left out");
    device.show(device.bob.text("eighth"));

    assertForked();
  }

  @Test
  @Tag("RESET-4")
  void aHeadThatTheRelayMakesUp_excusesNoHoleBehindCaughtUp_alsoAfterARestart() {
    device.renewLog(Long.MAX_VALUE);
    device.showRoster(0);
    device.frame(StreamFrames.caughtUp(3));
    device.show(device.bob.text("first"));
    device.restart();
    device.connect();
    device.bob.text("second, left out");
    device.show(device.bob.text("third"));

    assertForked();
    assertThat(device.texts()).containsExactly("first");
  }

  @Test
  @Tag("RESET-4")
  @Tag("RECV-2")
  void theSameBlobTwiceInTheNewLog_isAFork() {
    SealedBlob first = device.bob.text("first");
    device.show(first);
    device.renewLog(5);
    device.showRoster(0);
    device.show(first);
    device.show(first);

    assertForked();
  }

  @Test
  @Tag("RESET-4")
  @Tag("RECV-3")
  void aParkedBlobThatComesAgain_isNotParkedTwice_andIsNotMissing() {
    SealedBlob unknown = device.bob.ofKind(PayloadKind.PAYLOAD_KIND_UNSPECIFIED);
    device.show(unknown);
    assertThat(device.replica.view().parked()).isEqualTo(1);
    device.renewLog(4);
    device.showRoster(0);
    device.show(unknown);
    device.show(device.bob.text("second"));

    assertThat(device.stopped()).isNull();
    assertThat(device.replica.view().parked()).isEqualTo(1);
    assertThat(device.events(SyncEvent.PushesMissing.class)).isEmpty();
    assertThat(device.texts()).containsExactly("second");
  }

  @Test
  @Tag("RESET-4")
  void aForgedBlobParkedInAnEarlierLog_givesWayToTheRealOne() {
    SealedBlob real = device.bob.text("real");
    device.frame(StreamFrames.of(StreamFrames.flipped(4, real)));
    device.renewLog(4);
    device.showRoster(0);
    device.show(real);

    assertThat(device.stopped()).isNull();
    assertThat(device.texts()).containsExactly("real");
    assertThat(device.replica.view().parked()).isZero();
    assertThat(device.store.load().parked()).isEmpty();
  }

  @Test
  @Tag("RESET-4")
  void theLogKnowsItsPast_alsoAfterARestart() {
    device.show(device.bob.text("first"));
    device.renewLog(7);

    assertThat(device.store.load().renewed()).contains(new StoreRecord.LogRenewed(3, 7));
    assertThat(device.store.load().senders().get(device.bob.id))
        .isEqualTo(new StoreRecord.SenderMark(device.bob.id, 1, hashOfFirst(), 0));
  }

  private ByteString hashOfFirst() {
    return device.bob.lastHash();
  }
}
