package dev.zerok.client.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.client.model.SyncEvent;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.seal.SealedBlob;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.Remove;
import dev.zerok.protocol.wire.RosterEntry;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A sequence that a relay writes on bytes of its own must not make real blobs vanish (RECV-2). */
class ForgedSequenceTest {
  private static final long FAR = 1L << 62;

  private final ScriptedDevice device = ScriptedDevice.online();

  private void forge(long seq) {
    device.frame(StreamFrames.of(
        StreamFrames.forged(device.replica.view().cursor() + 1, device.bob.id, seq)));
  }

  private void assertForkedAfter(long acknowledged) {
    assertThat(device.stopped()).isEqualTo(StopCause.FORK);
    assertThat(device.events(SyncEvent.ForkDetected.class)).hasSize(1);
    assertThat(device.acknowledged()).isEqualTo(acknowledged);
  }

  @Test
  @Tag("RECV-2")
  void realBlobsBehindAForgedFarSequence_areAFork_andAreNotAcknowledged() {
    forge(FAR);
    assertThat(device.events(SyncEvent.BlobParked.class)).hasSize(1);
    device.frame(StreamFrames.deliver(5, device.bob.text("real")));

    assertForkedAfter(4);
    assertThat(device.texts()).isEmpty();
  }

  @Test
  @Tag("RECV-2")
  void aGap_excusesNoLowerSequence() {
    forge(FAR);
    device.frame(StreamFrames.gap(5, 5));
    Position elsewhere = new Position(ScriptedDevice.LOG, 5, ScriptedDevice.noHash());
    device.frame(StreamFrames.deliver(6, device.carol.text("signs what it saw", elsewhere)));
    device.frame(StreamFrames.deliver(7, device.bob.text("real")));

    assertForkedAfter(6);
    assertThat(device.texts()).containsExactly("signs what it saw");
  }

  @Test
  @Tag("RECV-2")
  void theRealBlobBehindAForgedOneOfItsSequence_isAFork() {
    device.show(device.bob.text("first"));
    forge(2);
    device.frame(StreamFrames.deliver(6, device.bob.text("second")));

    assertForkedAfter(5);
    assertThat(device.texts()).containsExactly("first");
  }

  @Test
  @Tag("RECV-2")
  void aForgedSequence_isRememberedOverARestart() {
    forge(FAR);
    device.restart();
    device.connect();
    device.frame(StreamFrames.deliver(5, device.bob.text("real")));

    assertForkedAfter(4);
  }

  @Test
  @Tag("RECV-2")
  @Tag("RESET-4")
  void aForgedSequence_doesNotOutliveItsLog_andHidesNothingInTheNext() {
    SealedBlob first = device.bob.text("first");
    device.show(first);
    device.frame(StreamFrames.gap(5, 5));
    forge(FAR);
    device.renewLog(4);
    device.restart();
    device.connect();
    device.showRoster(0);
    device.show(first);
    device.show(device.bob.text("second"));
    device.show(device.bob.text("third"));

    assertThat(device.stopped()).isNull();
    assertThat(device.texts()).containsExactly("first", "second", "third");
    assertThat(device.acknowledged()).isEqualTo(6);
  }

  @Test
  @Tag("ROSTER-6")
  void aRemove_namesTheLastBlobThatOpened_notASequenceThatSomebodyClaims() {
    SealedBlob real = device.bob.text("real");
    device.show(real);
    device.frame(StreamFrames.gap(5, 5));
    forge(FAR);
    device.frame(StreamFrames.caughtUp(6));
    assertThat(device.stopped()).isNull();
    device.replica.command(new RosterCommand.Remove(device.bob.id));
    device.pump();

    RosterEntry entry = device.sent.stream()
        .filter(ClientFrame::hasRosterAppend)
        .map(frame -> frame.getRosterAppend().getEntry())
        .findFirst()
        .orElseThrow();
    Remove remove = GroupFixture.bodyOf(entry).getRemove();
    assertThat(remove.getLastDeviceSeq()).isEqualTo(1);
    assertThat(remove.getLastBlobHash()).isEqualTo(real.blobHash());
  }
}
