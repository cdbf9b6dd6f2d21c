package dev.zerok.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.PlacedRosterEntry;
import dev.zerok.relay.core.RefusalReason;
import dev.zerok.relay.core.RosterSlice;
import dev.zerok.relay.port.RosterView;
import dev.zerok.relay.testkit.RelayHarness;
import dev.zerok.relay.testkit.TestDevice;
import dev.zerok.relay.testkit.TestGroup;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only the root of a group, in its very own session, is shown the roster (ADMIT-6). */
class RootAccessTest {
  private static final ByteString SESSION = ByteString.copyFrom(new byte[32]);
  private static final ByteString OTHER_SESSION =
      ByteString.copyFrom(new byte[31]).concat(ByteString.copyFrom(new byte[]{1}));

  @TempDir Path folder;
  private RelayHarness relay;
  private TestGroup group;

  @BeforeEach
  void aGroupOfThree() {
    relay = RelayHarness.startIn(folder);
    group = TestGroup.connected(relay, "g", 3).getFirst().group();
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  private Optional<RosterView> ask(TestGroup of, ByteString signature) {
    return RelayHarness.await(relay.router.rosterForRoot(
        RelayHarness.request(of.first.noiseKey(), of.id(), Hello.getDefaultInstance()), signature,
        SESSION));
  }

  @Test
  @Tag("ADMIT-6")
  void root_readsTheWholeRoster_pieceByPiece() {
    RosterView view = ask(group, group.fixture.rootSigner.rosterRequest(SESSION)).orElseThrow();

    RosterSlice first = RelayHarness.await(view.read(0, 1));
    RosterSlice rest = RelayHarness.await(view.read(first.nextIndex(), 1 << 20));

    assertThat(view.length()).isEqualTo(3);
    assertThat(first.nextIndex()).isEqualTo(1);
    assertThat(List.of(first, rest)).flatExtracting(RosterSlice::entries)
        .extracting(PlacedRosterEntry::getEntry)
        .containsExactlyElementsOf(group.fixture.entries);
  }

  @Test
  @Tag("ADMIT-6")
  void everybodyElse_isShownNothing() {
    TestGroup unknown = TestGroup.founded("unknown");
    TestDevice admin = group.first;

    assertThat(ask(group, group.fixture.rootSigner.rosterRequest(OTHER_SESSION))).isEmpty();
    assertThat(ask(group, unknown.fixture.rootSigner.rosterRequest(SESSION))).isEmpty();
    assertThat(ask(unknown, unknown.fixture.rootSigner.rosterRequest(SESSION))).isEmpty();
    assertThat(ask(group, ByteString.copyFrom(new byte[64]))).isEmpty();

    admin.session().append(group.closing());
    admin.sink.awaitEviction();
    assertThat(ask(group, group.fixture.rootSigner.rosterRequest(SESSION))).isEmpty();
    assertThat(relay.meter.refusals())
        .filteredOn(reason -> reason == RefusalReason.NOT_THE_ROOT)
        .hasSize(5);
  }
}
