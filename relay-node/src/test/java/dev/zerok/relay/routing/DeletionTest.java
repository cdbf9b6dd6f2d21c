package dev.zerok.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.GapReason;
import dev.zerok.protocol.wire.PlacedRosterEntry;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.relay.core.EntryRecord;
import dev.zerok.relay.core.StreamItem;
import dev.zerok.relay.port.StoreSnapshot;
import dev.zerok.relay.testkit.FolderSearch;
import dev.zerok.relay.testkit.Payloads;
import dev.zerok.relay.testkit.RelayHarness;
import dev.zerok.relay.testkit.TestDevice;
import dev.zerok.relay.testkit.TestGroup;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeletionTest {
  private static final long HOUR = 3_600_000;

  @TempDir Path folder;
  private RelayHarness relay;
  private TestDevice a;
  private TestDevice b;
  private TestDevice c;

  @BeforeEach
  void start() {
    relay = RelayHarness.startIn(folder);
    List<TestDevice> devices = TestGroup.connected(relay, "g", 3);
    a = devices.get(0);
    b = devices.get(1);
    c = devices.get(2);
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  private void restart() {
    relay.close();
    relay = RelayHarness.startIn(folder);
    List.of(a, b, c).forEach(device -> device.connect(relay));
  }

  private boolean isHeld(long cursor) {
    relay.settle();
    try (StoreSnapshot now = relay.store.snapshot()) {
      return now.payload(a.group().id(), cursor).isPresent();
    }
  }

  @Test
  @Tag("DEL-1")
  void blob_isDeletedWhenTheLastMemberButItsSenderAppliedIt() {
    long cursor = a.push(Payloads.of("x")).getCursor();

    b.apply(cursor);
    assertThat(isHeld(cursor)).isTrue();
    c.apply(cursor - 1);
    assertThat(isHeld(cursor)).isTrue();
    c.apply(cursor);
    assertThat(isHeld(cursor)).isFalse();

    a.connect(relay);
    assertThat(a.admission().welcome().getStoredBytes()).isZero();
  }

  @Test
  @Tag("DEL-1")
  void blobsOfASlowSender_goWithoutHim_othersWaitForHim() {
    long own = a.push(Payloads.of("by a")).getCursor();
    long other = b.push(Payloads.of("by b")).getCursor();

    b.apply(other);
    c.apply(other);

    assertThat(isHeld(own)).isFalse();
    assertThat(isHeld(other)).isTrue();
    a.apply(other);
    assertThat(isHeld(other)).isFalse();
  }

  @Test
  @Tag("DEL-1")
  @Tag("DELIV-5")
  void acks_onlyGrow_alsoOverARestart() {
    long first = a.push(Payloads.of("1")).getCursor();
    long second = a.push(Payloads.of("2")).getCursor();
    b.apply(second);
    relay.settle();
    b.connect(relay); // a new session, so that nothing but the log remembers the later one
    b.apply(first);
    relay.settle();
    restart();

    assertThat(b.admission().welcome().getOwnApplied()).isEqualTo(second);
    c.apply(second);
    assertThat(isHeld(second)).isFalse();
  }

  @Test
  @Tag("DEL-1")
  void removingTheOneWhoIsBehind_releasesWhatOnlyHeLacked() {
    long cursor = a.push(Payloads.of("x")).getCursor();
    b.apply(cursor);
    assertThat(isHeld(cursor)).isTrue();

    a.session().append(a.group().removal(c));

    assertThat(isHeld(cursor)).isFalse();
  }

  @Test
  @Tag("DEL-1")
  void leavingOfTheOneWhoIsBehind_releasesWhatOnlyHeLacked() {
    long cursor = a.push(Payloads.of("x")).getCursor();
    b.apply(cursor);
    var leave =
        a.group().fixture.signer(c.keys()).leave(a.group().fixture.roster, GroupFixture.NOW);
    a.group().fixture.append(leave);

    c.session().append(leave);

    assertThat(isHeld(cursor)).isFalse();
  }

  @Test
  @Tag("DEL-1")
  void dormantDevice_holdsNothingUp_andGetsAGapWhenItIsBack() {
    long cursor = a.push(Payloads.of("x")).getCursor();
    b.apply(cursor);
    a.session().append(a.group().roleChange(c, Role.ROLE_DORMANT));
    assertThat(isHeld(cursor)).isFalse();

    c.connect(relay,
        TestDevice.helloAt(c.admission().welcome().getLogId(), cursor - 1, ByteString.EMPTY));

    assertThat(c.readAll().getFirst())
        .isEqualTo(new StreamItem.Missing(cursor, cursor, GapReason.GAP_REASON_TTL));
  }

  @Test
  @Tag("DEL-1")
  @Tag("DELIV-2")
  void dormantDevice_getsRosterEntriesAtTheirCursors_alsoWhereTheIndexWasCut() {
    long known = a.push(Payloads.of("known to all")).getCursor();
    List.of(a, b, c).forEach(device -> device.apply(known));
    RosterEntry dormant = a.group().roleChange(c, Role.ROLE_DORMANT);
    a.session().append(dormant);
    relay.settle();
    long last = a.push(Payloads.of("x")).getCursor();
    a.apply(last);
    b.apply(last);
    relay.settle();

    // Welcome's roster entries bring it to behind the first of these already: a Gap from before that would be a fork.
    c.connect(relay,
        TestDevice.helloAt(c.admission().welcome().getLogId(), known, ByteString.EMPTY));

    assertThat(c.readFrom(known + 1)).containsExactly(
        new StreamItem.RosterPlace(
            PlacedRosterEntry.newBuilder().setEntry(dormant).setCursor(known + 1).build()),
        new StreamItem.Missing(known + 2, last, GapReason.GAP_REASON_TTL));
  }

  @Test
  @Tag("DEL-1")
  void deviceThatJoinedLater_holdsUpNothingFromBefore() {
    long cursor = a.push(Payloads.of("x")).getCursor();
    a.group().join();
    a.session().append(a.group().fixture.entries.getLast());
    a.sink.awaitHead(cursor + 1);

    b.apply(cursor);
    c.apply(cursor);

    assertThat(isHeld(cursor)).isFalse();
  }

  @Test
  @Tag("DEL-1")
  void blobThatNobodyIsThereToReceive_isNeverWritten() {
    TestDevice alone = TestGroup.connected(relay, "alone", 1).getFirst();

    long cursor = alone.push(Payloads.of("to nobody")).getCursor();

    assertThat(cursor).isEqualTo(2);
    assertThat(FolderSearch.filesWith(folder, Payloads.of("to nobody"))).isEmpty();
  }

  @Test
  @Tag("DEL-1")
  void manyBlobsAcknowledgedAtOnce_areAllReleased_andTheirIndexIsCut() {
    long last = 0;
    for (int i = 0; i < 950; i++) {
      a.session().push(a.nextPush(Payloads.of("a" + i)).build());
      b.session().push(b.nextPush(Payloads.of("b" + i)).build());
      c.session().push(c.nextPush(Payloads.of("c" + i)).build());
    }
    for (int i = 0; i < 950; i++) {
      for (TestDevice device : List.of(a, b, c)) {
        last = Math.max(last, device.sink.nextAnswer().getPushAck().getCursor());
      }
    }
    assertThat(last).isEqualTo(3 + 3 * 950);

    for (TestDevice device : List.of(a, b, c)) {
      device.apply(last);
    }
    for (int i = 0; i < 5; i++) {
      relay.settle();
    }

    try (StoreSnapshot now = relay.store.snapshot()) {
      assertThat(now.entries(a.group().id(), 1, last, 10)).extracting(EntryRecord::cursor)
          .containsExactly(last);
      for (long cursor = 1; cursor <= last; cursor++) {
        assertThat(now.payload(a.group().id(), cursor)).isEmpty();
      }
    }
    a.connect(relay);
    assertThat(a.admission().welcome().getStoredBytes()).isZero();
  }

  @Test
  @Tag("DEL-2")
  void blobWhoseTimeHasPassed_isDeletedAndLeavesAGap() {
    long first = a.push(a.nextPush(Payloads.of("1")).setTtlSeconds(60).build()).getCursor();
    long second = a.push(a.nextPush(Payloads.of("2")).setTtlSeconds(60).build()).getCursor();
    long third = a.push(Payloads.of("3")).getCursor();

    relay.serve(HOUR + 1_000);

    assertThat(b.readFrom(first)).hasSize(2)
        .first()
        .isEqualTo(new StreamItem.Missing(first, second, GapReason.GAP_REASON_TTL));
    assertThat(b.payloads()).containsExactly(Payloads.of("3"));
    assertThat(isHeld(third)).isTrue();
    b.connect(relay);
    assertThat(b.admission().welcome().getStoredBytes()).isEqualTo(Payloads.of("3").size());
    assertThat(b.admission().welcome().getPendingCount()).isEqualTo(1);
  }

  @Test
  @Tag("DEL-2")
  void outage_makesNothingExpire_andAnHourOfServiceComesFirst() {
    long cursor = a.push(a.nextPush(Payloads.of("1")).setTtlSeconds(3_000).build()).getCursor();
    relay.serve(2_900_000);
    relay.time.pass(30L * 24 * HOUR);
    relay.router.tick();
    restart();

    relay.serve(HOUR - 60_000);
    assertThat(isHeld(cursor)).isTrue();
    relay.serve(120_000);
    assertThat(isHeld(cursor)).isFalse();
  }

  @Test
  @Tag("DEL-2")
  void defaultTtl_isSevenDaysOfService() {
    long cursor = a.push(Payloads.of("1")).getCursor();

    relay.serve(7 * 24 * HOUR - 10_000);
    assertThat(isHeld(cursor)).isTrue();
    relay.serve(20_000);
    assertThat(isHeld(cursor)).isFalse();
  }

  @Test
  @Tag("DEL-3")
  void payload_leavesEveryFileSoonAfterTheLastAck() {
    ByteString early = Payloads.of("early", 5_000);
    ByteString late = Payloads.of("late", 5_000);
    ByteString kept = Payloads.of("kept", 5_000);
    long first = a.push(early).getCursor();
    restart(); // the first payload moves from the write-ahead log into a table
    long second = a.push(late).getCursor();
    a.push(kept);
    assertThat(FolderSearch.filesWith(folder, early)).as("positive control").isNotEmpty();
    assertThat(FolderSearch.filesWith(folder, late)).as("positive control").isNotEmpty();

    b.apply(second);
    c.apply(second);
    assertThat(isHeld(first)).isFalse();
    RelayHarness.await(relay.store.whenReclaimed());

    assertThat(FolderSearch.filesWith(folder, early)).isEmpty();
    assertThat(FolderSearch.filesWith(folder, late)).isEmpty();
    assertThat(FolderSearch.filesWith(folder, kept)).isNotEmpty();
    assertThat(b.payloads()).containsExactly(kept);
  }

  @Test
  @Tag("DEL-3")
  void close_ofTheGroup_erasesItFromEveryFile() {
    ByteString payload = Payloads.of("x", 5_000);
    long acknowledged = b.push(Payloads.of("y")).getCursor();
    List.of(a, b, c).forEach(device -> device.apply(acknowledged));
    a.push(payload);
    restart(); // what is there so far moves from the write-ahead log into tables
    a.push(a.nextPush(Payloads.of("z"))
        .setKind(EnvelopeKind.ENVELOPE_KIND_CHECKPOINT)
        .setCovers(acknowledged)
        .build());
    relay.settle();
    assertThat(FolderSearch.filesWith(folder, payload)).as("positive control").isNotEmpty();
    assertThat(FolderSearch.filesWith(folder, a.id().bytes())).as("positive control").isNotEmpty();
    assertThat(FolderSearch.filesWith(folder, a.group().id().bytes())).as("positive control")
        .isNotEmpty();

    a.session().append(a.group().closing());
    a.sink.awaitEviction();
    RelayHarness.await(relay.store.whenReclaimed());

    assertThat(FolderSearch.filesWith(folder, payload)).isEmpty();
    List<ByteString> ids = List.of(a.id().bytes(), a.group().id().bytes());
    // RocksDB's list of its files names the first and last key of each, of former ones too until it is written anew.
    assertThat(ids).flatExtracting(id -> FolderSearch.filesWith(folder, id))
        .allMatch(file -> file.toString().contains("MANIFEST-"));
    relay.close();
    relay = RelayHarness.startIn(folder);
    RelayHarness.await(relay.store.whenReclaimed());
    assertThat(ids).flatExtracting(id -> FolderSearch.filesWith(folder, id)).isEmpty();
  }
}
