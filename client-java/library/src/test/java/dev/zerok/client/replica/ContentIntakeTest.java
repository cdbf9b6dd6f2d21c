package dev.zerok.client.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.ContentEvent;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.store.ContentKey;
import dev.zerok.protocol.content.ContentManifest;
import dev.zerok.protocol.content.ContentPart;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.ContentId;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.seal.SealedBlob;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.PayloadKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a device makes of other devices' large contents. */
class ContentIntakeTest {
  private static final ByteString WHOLE = ByteString.copyFrom(new byte[2_500]);
  private static final ContentId ID = ContentId.of(new byte[16]);
  private static final ContentManifest MANIFEST =
      new ContentManifest(ID, WHOLE.size(), 1_024, Sha256.of(WHOLE), "film", "video");

  private final ScriptedDevice device = ScriptedDevice.online();

  @BeforeEach
  void takeEverything() {
    device.replica.content().takeThrough((manifest, outstanding) -> Optional.empty());
  }

  private static ContentPart announcement() {
    return new ContentPart.Announced(MANIFEST);
  }

  private static ContentPart chunk(int index) {
    int from = (int) MANIFEST.offset(index);
    return new ContentPart.Piece(ID, index,
        WHOLE.substring(from, from + MANIFEST.chunkLength(index)));
  }

  private void showBobs(ContentPart... parts) {
    for (ContentPart part : parts) {
      device.show(device.bob.part(part));
    }
  }

  private List<ContentEvent> news() {
    return device.events(SyncEvent.ContentNews.class)
        .stream()
        .map(SyncEvent.ContentNews::event)
        .toList();
  }

  private List<ByteString> complete() {
    return device.replica.content()
        .complete()
        .stream()
        .map(of -> Shelving.contentOf(device.store, of))
        .toList();
  }

  private void assertIncomplete(String reason) {
    assertThat(news()).last()
        .isEqualTo(
            new ContentEvent.ContentIncomplete(device.bob.id, ID, "film", reason));
    assertThat(complete()).isEmpty();
    assertThat(device.replica.content().known()).isEmpty();
  }

  @Test
  @Tag("CONTENT-6")
  void everyChunk_isOnTheShelfBeforeItIsAcknowledged_andTheLastOneCompletes() {
    showBobs(announcement(), chunk(0), chunk(1));
    assertThat(complete()).isEmpty();
    assertThat(device.acknowledged()).isEqualTo(device.place.cursor());

    showBobs(chunk(2));

    assertThat(complete()).containsExactly(WHOLE);
    assertThat(device.others).last()
        .isEqualTo(new ReplicaEffect.OfContent(
            new ContentEffect.AllChunksHere(device.replica.content().complete().get(0))));
    assertThat(news()).first()
        .isEqualTo(
            new ContentEvent.ContentArriving(device.bob.id, ID, "film", WHOLE.size()));
    assertThat(device.handedOver).isEmpty();
  }

  @Test
  @Tag("CONTENT-6")
  void aCrashBetweenChunks_losesNone_andACompleteOneWaitsForTheAppOverIt() {
    showBobs(announcement(), chunk(0));
    device.restart();
    takeEverything();
    device.connect();
    showBobs(chunk(1), chunk(2));
    device.restart();

    assertThat(complete()).containsExactly(WHOLE);
    device.run(device.replica.content().taken(device.replica.content().complete().get(0).key()));
    device.restart();
    assertThat(complete()).isEmpty();
  }

  @Test
  @Tag("CONTENT-3")
  void partsOfAnotherSender_areNoneOfIt_andRepeatedOnesChangeNothing() {
    showBobs(announcement(), announcement(), chunk(0), chunk(0));
    device.show(device.carol.part(chunk(1)));
    device.show(device.carol.part(new ContentPart.Withdrawn(ID)));
    showBobs(chunk(1), chunk(2));

    assertThat(complete()).containsExactly(WHOLE);
    assertThat(news()).filteredOn(ContentEvent.ContentPartDropped.class::isInstance)
        .singleElement()
        .isEqualTo(new ContentEvent.ContentPartDropped(device.carol.id,
            "its announcement never came, or it was given up here"));
  }

  @Test
  @Tag("CONTENT-7")
  void aChunkBehindAMissingOne_endsIt_andTheRestIsDroppedSilently() {
    showBobs(announcement(), chunk(0), chunk(2));
    assertIncomplete("parts of it are missing");

    showBobs(chunk(1));
    assertIncomplete("parts of it are missing");
    assertThat(device.acknowledged()).isEqualTo(device.place.cursor());
  }

  @Test
  @Tag("CONTENT-7")
  void aGapAndNothingOfItBeforeTheHead_endsIt() {
    showBobs(announcement(), chunk(0));
    long next = device.place.cursor() + 1;
    device.frame(StreamFrames.gap(next, next));
    assertThat(device.replica.content().known()).hasSize(1);

    device.frame(StreamFrames.caughtUp(next));

    assertIncomplete("parts of it expired or were lost");
  }

  @Test
  @Tag("CONTENT-7")
  void aChunkOfAnotherSizeThanAnnounced_endsIt() {
    showBobs(announcement(), new ContentPart.Piece(ID, 0, WHOLE.substring(0, 1_023)));

    assertIncomplete("a part of it has another size than was announced");
  }

  @Test
  @Tag("CONTENT-7")
  void whatDoesNotFitItsHash_isDropped() {
    showBobs(announcement(), chunk(0), chunk(1), chunk(2));

    device.run(device.replica.content()
        .spoilt(device.replica.content().complete().get(0).key(), "its SHA-256 does not fit"));

    assertIncomplete("its SHA-256 does not fit");
  }

  @Test
  @Tag("CONTENT-7")
  void aSenderThatIsOutOfTheGroup_endsWhatItBegan() {
    showBobs(announcement(), chunk(0));
    GroupFixture group = device.group;
    group.append(group.first.remove(group.roster, device.bob.id, device.bob.lastSeq(),
        device.bob.lastHash(), group.nextEpoch(), group.random, GroupFixture.NOW));
    device.showNewestEntry();
    device.frame(StreamFrames.caughtUp(device.place.cursor()));

    assertIncomplete("its sender is out of the group");
  }

  @Test
  @Tag("CONTENT-5")
  void aWithdrawal_dropsWhatIsThere() {
    showBobs(announcement(), chunk(0), new ContentPart.Withdrawn(ID));

    assertThat(news()).last()
        .isEqualTo(new ContentEvent.ContentWithdrawn(device.bob.id, ID, "film"));
    assertThat(device.others).contains(new ReplicaEffect.OfContent(
        new ContentEffect.ShelfCleared(new ContentKey(device.bob.id, ID))));
    assertThat(device.replica.content().known()).isEmpty();
  }

  @Test
  @Tag("CONTENT-8")
  void partsOfARefusedContent_areToldOnce_acknowledgedAndNotParked() {
    device.replica.content().takeThrough((manifest, outstanding) -> Optional.of("no"));
    showBobs(announcement(), chunk(0), chunk(1), chunk(2));

    assertThat(news()).containsExactly(
        new ContentEvent.ContentRefused(device.bob.id, ID, "film", WHOLE.size(), "no"));
    assertThat(device.acknowledged()).isEqualTo(device.place.cursor());
    assertThat(device.replica.view().parked()).isZero();
  }

  @Test
  @Tag("CONTENT-8")
  void whereNoAppIsHere_anAnnouncementAndWhatIsBehindItWait_unacknowledged_forTheNextRun() {
    device.restartUnattended();
    device.connect();
    device.sent.clear();
    Position before = device.place;
    List<SealedBlob> film = Stream.of(announcement(), chunk(0), chunk(1), chunk(2))
        .map(device.bob::part)
        .toList();
    film.forEach(device::show);
    device.frame(StreamFrames.caughtUp(device.place.cursor()));
    device.pump();

    assertThat(device.acknowledged()).isEqualTo(before.cursor());
    assertThat(news()).isEmpty();
    assertThat(device.replica.view().isAllApplied()).isFalse();

    device.place = before;
    device.restart();
    takeEverything();
    device.connect();
    film.forEach(device::show);
    assertThat(complete()).containsExactly(WHOLE);
    assertThat(device.acknowledged()).isEqualTo(device.place.cursor());
  }

  @Test
  @Tag("CONTENT-8")
  void anAppThatComesAndTakesNoContents_refusesTheOneThatWaited() {
    device.restartUnattended();
    device.connect();
    showBobs(announcement(), chunk(0));
    assertThat(news()).isEmpty();

    device.attend();

    assertThat(news()).containsExactly(new ContentEvent.ContentRefused(device.bob.id, ID, "film",
        WHOLE.size(), "this app takes no large contents"));
    assertThat(device.acknowledged()).isEqualTo(device.place.cursor());
  }

  @Test
  @Tag("CONTENT-6")
  void chunksOfAContentThatWasTakenUp_areKeptAlsoWhereNoAppIsHere() {
    showBobs(announcement(), chunk(0));
    device.restartUnattended();
    device.connect();
    showBobs(chunk(1), chunk(2));

    assertThat(complete()).containsExactly(WHOLE);
    assertThat(device.acknowledged()).isEqualTo(device.place.cursor());
  }

  @Test
  @Tag("CKPT-5")
  void noCheckpointIsBegun_asLongAsAContentOfItsStreamIsNotTaken() {
    ReplicaCheckpoints checkpoints = device.replica.checkpoints();
    assertThat(checkpoints.hold("")).isTrue();
    showBobs(announcement(), chunk(0));
    assertThat(checkpoints.hold("")).as("half here").isFalse();
    assertThat(checkpoints.hold("other")).isTrue();
    showBobs(chunk(1), chunk(2));
    assertThat(checkpoints.hold("")).as("with the app").isFalse();

    device.run(device.replica.content().taken(new ContentKey(device.bob.id, ID)));

    assertThat(checkpoints.hold("")).isTrue();
  }

  @Test
  @Tag("CONTENT-8")
  @Tag("RECV-7")
  void malformedParts_andPartsWithoutAManifest_areToldAndDropped() {
    device.show(device.bob.ofKind(PayloadKind.PAYLOAD_KIND_CHUNK));
    showBobs(chunk(1), chunk(2));

    assertThat(news()).hasSize(2).allMatch(ContentEvent.ContentPartDropped.class::isInstance);
    assertThat(device.acknowledged()).isEqualTo(device.place.cursor());
    assertThat(device.replica.view().parked()).isZero();
    assertThat(device.handedOver).isEmpty();
  }
}
