package dev.zerok.client.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.ContentRecord;
import dev.zerok.protocol.content.ContentManifest;
import dev.zerok.protocol.content.ContentPart;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.ContentId;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How own large contents go out, between replicas of one group. */
class ContentSendingTest {
  private static final ByteString WHOLE = ByteString.copyFrom(new byte[40_000]);
  private static final ContentId ID = ContentId.of(new byte[16]);
  private static final ContentManifest MANIFEST =
      new ContentManifest(ID, WHOLE.size(), 1_024, Sha256.of(WHOLE), "film", "video");

  private final ReplicaGroup group = ReplicaGroup.founded();
  private final ReplicaDevice sender = group.first;
  private final ReplicaDevice reader = group.join("reader");

  private void begin() {
    reader.replica.content().takeThrough((manifest, outstanding) -> Optional.empty());
    sender.run(sender.replica.content()
        .begin(
            new ContentRecord.ContentSource(MANIFEST, "/film", 1, "", 0, 0)));
  }

  /** Seals the next part if one is wanted. */
  private boolean sealNext() {
    Optional<ContentRecord.ContentSource> wanted = sender.replica.content().wanted(sender.now);
    if (wanted.isEmpty()) {
      return false;
    }
    int index = wanted.get().next() - 1;
    ContentPart part = index < 0
        ? new ContentPart.Announced(MANIFEST)
        : new ContentPart.Piece(ID, index, WHOLE.substring((int) MANIFEST.offset(index),
            (int) MANIFEST.offset(index) + MANIFEST.chunkLength(index)));
    sender.run(sender.replica.content().seal(wanted.get(), part, sender.now));
    return true;
  }

  private void sendAll() {
    while (sealNext()) {
      sender.pump();
      group.relay.run();
    }
  }

  private void assertReaderHasIt() {
    assertThat(reader.replica.content().complete()).singleElement()
        .satisfies(of -> assertThat(Shelving.contentOf(reader.store, of)).isEqualTo(WHOLE));
    assertThat(sender.replica.content().sources()).isEmpty();
    assertThat(sender.settled).contains(
        new ReplicaEffect.OfContent(new ContentEffect.SourceEnded(ID, null)));
  }

  @Test
  @Tag("CONTENT-4")
  void nothingIsSealed_whileASmallPushWaits_orFourPartsAreUnanswered() {
    begin();
    sender.run(sender.replica.push("", "text", ByteString.copyFromUtf8("small"), 0, sender.now));
    assertThat(sealNext()).as("a push waits").isFalse();
    sender.pump();
    for (int part = 0; part < 4; part++) {
      assertThat(sealNext()).isTrue();
      assertThat(sealNext()).as("the part before waits to be sent").isFalse();
      sender.pump();
    }
    assertThat(sealNext()).as("four parts are unanswered").isFalse();

    group.relay.run();
    sender.push("small, too");
    assertThat(sealNext()).isTrue();
    sender.pump();
    group.relay.run();
    sendAll();

    assertReaderHasIt();
    assertThat(reader.texts()).containsExactly("small", "small, too");
  }

  @Test
  @Tag("CONTENT-4")
  void aCrashBehindEveryPart_neitherLosesNorDoublesOne() {
    begin();
    while (sealNext()) {
      sender.crash();
      group.relay.connect(sender);
      group.relay.run();
    }

    assertReaderHasIt();
  }

  @Test
  @Tag("CONTENT-4")
  void placedParts_doNotPileUp_inMemoryOrStore() {
    begin();
    sendAll();

    assertReaderHasIt();
    assertThat(sender.replica.view().outbox()).hasSizeLessThanOrEqualTo(17);
    try (var image = sender.store.load()) {
      assertThat(image.outbox()).hasSizeLessThanOrEqualTo(17);
      assertThat(image.content().sources()).isEmpty();
    }
  }

  @Test
  @Tag("CONTENT-5")
  void givenUpInTheMiddle_theReaderIsTold_andNothingMoreIsWanted() {
    begin();
    for (int part = 0; part < 3; part++) {
      sealNext();
      sender.pump();
    }
    SyncProblem problem = new SyncProblem(SyncProblem.Reason.CANCELLED, "No more.");
    sender.run(sender.replica.content().withdraw(ID, problem, sender.now));
    sender.pump();
    group.relay.run();

    assertThat(sealNext()).isFalse();
    assertThat(reader.replica.content().known()).isEmpty();
    assertThat(sender.settled).contains(
        new ReplicaEffect.OfContent(new ContentEffect.SourceEnded(ID, problem)));
  }
}
