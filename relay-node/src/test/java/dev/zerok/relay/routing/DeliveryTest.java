package dev.zerok.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.wire.Deliver;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.GapReason;
import dev.zerok.protocol.wire.Push;
import dev.zerok.protocol.wire.PushAck;
import dev.zerok.protocol.wire.Role;
import dev.zerok.protocol.wire.RosterEntry;
import dev.zerok.relay.core.ReadRequest;
import dev.zerok.relay.core.StreamItem;
import dev.zerok.relay.core.StreamSlice;
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

class DeliveryTest {
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

  @Test
  @Tag("DELIV-1")
  void blob_reachesTheOthersWithAllThatWasPushed() {
    StreamId stream = StreamId.of(ByteString.copyFromUtf8("sixteen bytes.. "));
    a.apply(3);
    Push push = a.nextPush(Payloads.of("x"))
        .setKind(EnvelopeKind.ENVELOPE_KIND_CHECKPOINT)
        .setStream(stream.bytes())
        .setCovers(3)
        .build();
    long cursor = a.push(push).getCursor();

    assertThat(b.readFrom(cursor)).containsExactly(new StreamItem.Delivery(Deliver.newBuilder()
        .setCursor(cursor)
        .setSender(a.id().bytes())
        .setDeviceSeq(1)
        .setKind(EnvelopeKind.ENVELOPE_KIND_CHECKPOINT)
        .setStream(stream.bytes())
        .setCovers(3)
        .setEpoch(1)
        .setPayload(push.getPayload())
        .build()));
  }

  @Test
  @Tag("DELIV-1")
  @Tag("DELIV-2")
  void stream_hasEveryCursorOnce_inOrder_fromAllSenders() {
    a.push(Payloads.of("a1"));
    b.push(Payloads.of("b1"));
    a.push(Payloads.of("a2"));
    RosterEntry role = a.group().roleChange(c, Role.ROLE_ADMIN);
    a.session().append(role);
    a.sink.awaitHead(7);
    b.push(Payloads.of("b2"));
    b.connect(relay);

    List<StreamItem> seen = b.readAll();

    assertThat(seen).extracting(StreamItem::lastCursor)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    assertThat(seen.get(4)).isEqualTo(ownAck(1, 5));
    assertThat(seen.get(7)).isEqualTo(ownAck(2, 8));
    assertThat(seen.get(6)).isInstanceOf(StreamItem.RosterPlace.class);
    assertThat(b.payloads()).containsExactly(Payloads.of("a1"), Payloads.of("a2"));
  }

  private static StreamItem ownAck(long seq, long cursor) {
    return new StreamItem.OwnAck(
        PushAck.newBuilder().setDeviceSeq(seq).setCursor(cursor).setReplicas(1).build());
  }

  @Test
  @Tag("DELIV-2")
  void ownBlobOfThisSession_isNotRepeatedInTheStream() {
    a.push(Payloads.of("a1"));
    b.push(Payloads.of("b1"));

    assertThat(a.readFrom(4)).extracting(StreamItem::lastCursor).containsExactly(5L);
  }

  @Test
  @Tag("DELIV-1")
  void deliveryAlone_deletesNothing() {
    b.sink.awaitHead(a.push(Payloads.of("a1")).getCursor());

    assertThat(b.payloads()).containsExactly(Payloads.of("a1"));
    assertThat(b.payloads()).containsExactly(Payloads.of("a1"));
    b.connect(relay);
    assertThat(b.payloads()).containsExactly(Payloads.of("a1"));
    relay.close();
    relay = RelayHarness.startIn(folder);
    b.connect(relay);
    c.connect(relay);
    assertThat(b.payloads()).containsExactly(Payloads.of("a1"));
    assertThat(c.payloads()).containsExactly(Payloads.of("a1"));
  }

  @Test
  @Tag("DELIV-6")
  void newDevice_getsNothingFromBeforeItsAdd() {
    a.push(Payloads.of("before"));
    TestDevice late = a.group().join();
    a.session().append(a.group().fixture.entries.getLast());
    a.sink.awaitHead(5);
    a.push(Payloads.of("after"));

    late.connect(relay);

    assertThat(late.admission().welcome().getOwnApplied()).isEqualTo(5);
    assertThat(late.readAll())
        .extracting(item -> item.getClass().getSimpleName() + " " + item.lastCursor())
        .containsExactly(
            "RosterPlace 1", "RosterPlace 2", "RosterPlace 3", "Missing 4", "RosterPlace 5",
            "Delivery 6");
    assertThat(late.payloads()).containsExactly(Payloads.of("after"));
  }

  @Test
  @Tag("DELIV-3")
  void read_staysWithinTheBytesAskedFor_andOneBlobIsGivenOnlyIfItFits() {
    for (int i = 0; i < 4; i++) {
      a.push(Payloads.of("p" + i, 1_000));
    }

    StreamSlice two = RelayHarness.await(b.session().read(new ReadRequest(4, 1_000, 2_500)));
    StreamSlice none = RelayHarness.await(b.session().read(new ReadRequest(6, 999, 2_500)));
    StreamSlice one = RelayHarness.await(b.session().read(new ReadRequest(6, 1_000, 0)));

    assertThat(two.items()).extracting(StreamItem::lastCursor).containsExactly(4L, 5L);
    assertThat(two.nextCursor()).isEqualTo(6);
    assertThat(none).isEqualTo(new StreamSlice(List.of(), 6, 7));
    assertThat(one.items()).extracting(StreamItem::lastCursor).containsExactly(6L);
  }

  @Test
  @Tag("DELIV-2")
  void stream_ofOneWhoIsFarBehind_beginsWithTheRoster_andOneGap() {
    long last = 0;
    for (int i = 0; i < 5; i++) {
      last = a.push(Payloads.of("p" + i)).getCursor();
    }
    for (TestDevice device : List.of(a, b, c)) {
      device.apply(last);
    }
    relay.settle();

    b.connect(relay);

    List<StreamItem> seen = b.readAll();
    assertThat(seen.subList(0, 3))
        .allMatch(StreamItem.RosterPlace.class::isInstance)
        .extracting(StreamItem::lastCursor)
        .containsExactly(1L, 2L, 3L);
    assertThat(seen.subList(3, seen.size()))
        .containsExactly(new StreamItem.Missing(4, 8, GapReason.GAP_REASON_TTL));
  }
}
