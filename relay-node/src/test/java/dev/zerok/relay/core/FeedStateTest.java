package dev.zerok.relay.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.wire.Deliver;
import dev.zerok.protocol.wire.GapReason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class FeedStateTest {
  private static final int WINDOW = Limits.MIN_RECEIVE_WINDOW_BYTES;

  private static StreamItem blob(long cursor, int bytes) {
    return new StreamItem.Delivery(
        Deliver.newBuilder()
            .setCursor(cursor)
            .setPayload(ByteString.copyFrom(new byte[bytes]))
            .build());
  }

  private static StreamSlice slice(long head, StreamItem... items) {
    return new StreamSlice(List.of(items), items[items.length - 1].lastCursor() + 1, head);
  }

  @Test
  @Tag("DELIV-3")
  void feed_readsOnlyAsFarAsTheWindowAllows() {
    FeedState feed = new FeedState(1, 10, WINDOW);
    assertThat(feed.nextRead()).contains(new ReadRequest(1, Limits.PAYLOAD_BYTES, WINDOW));
    assertThat(feed.nextRead()).isEmpty();

    feed.readDone(slice(10, blob(1, 40_000)));

    assertThat(feed.nextRead()).contains(new ReadRequest(2, WINDOW - 40_000, WINDOW - 40_000));
    feed.readDone(new StreamSlice(List.of(), 2, 10));
    assertThat(feed.nextRead()).isEmpty();
    feed.headMoved(11);
    assertThat(feed.nextRead()).isEmpty();
    feed.received(1);
    assertThat(feed.nextRead()).contains(new ReadRequest(2, Limits.PAYLOAD_BYTES, WINDOW));
  }

  @Test
  @Tag("DELIV-3")
  void windowGivenBack_whileAReadIsUnderWay_isNotForgotten() {
    FeedState feed = new FeedState(1, 2, WINDOW);
    assertThat(feed.nextRead()).isPresent();
    feed.readDone(slice(2, blob(1, 40_000)));
    assertThat(feed.nextRead()).contains(new ReadRequest(2, WINDOW - 40_000, WINDOW - 40_000));

    feed.received(1);
    feed.readDone(new StreamSlice(List.of(), 2, 2)); // the blob did not fit into what was free then

    assertThat(feed.nextRead()).contains(new ReadRequest(2, Limits.PAYLOAD_BYTES, WINDOW));
  }

  @Test
  @Tag("DELIV-3")
  void oneBlob_alwaysFits_howeverSmallTheWindowIs() {
    FeedState feed = new FeedState(1, 2, 1);
    assertThat(feed.nextRead()).contains(new ReadRequest(1, Limits.PAYLOAD_BYTES, WINDOW));

    feed.readDone(slice(2, blob(1, Limits.PAYLOAD_BYTES)));

    assertThat(feed.bytesOnTheWay()).isEqualTo(Limits.PAYLOAD_BYTES);
    assertThat(feed.nextRead()).contains(new ReadRequest(2, 0, 0));
  }

  @Test
  @Tag("DELIV-3")
  void largeWindow_isReadInPieces() {
    FeedState feed = new FeedState(1, 2, Integer.MAX_VALUE);

    assertThat(feed.nextRead())
        .contains(new ReadRequest(1, Limits.PAYLOAD_BYTES, FeedState.READ_BYTES));
  }

  @Test
  @Tag("DELIV-4")
  void caughtUp_isToldOnce_whenTheStreamHasReachedTheHead() {
    FeedState feed = new FeedState(1, 2, WINDOW);
    assertThat(feed.takeRest()).isEmpty();
    assertThat(feed.nextRead()).isPresent();
    feed.headMoved(3);
    feed.readDone(slice(2, blob(1, 300), blob(2, 300)));
    assertThat(feed.takeRest()).isEmpty();
    assertThat(feed.nextRead()).isPresent();
    feed.readDone(slice(3, blob(3, 300)));

    assertThat(feed.takeRest()).contains(new FeedState.Rest(3, false));

    feed.headMoved(4);
    assertThat(feed.nextRead()).isPresent();
    feed.readDone(slice(4, blob(4, 300)));
    assertThat(feed.takeRest()).isEmpty();
  }

  @Test
  @Tag("DELIV-4")
  void emptyStream_isCaughtUpAtOnce() {
    FeedState feed = new FeedState(6, 5, WINDOW);

    assertThat(feed.nextRead()).isEmpty();
    assertThat(feed.takeRest()).contains(new FeedState.Rest(5, false));
  }

  @Test
  @Tag("DELIV-4")
  void feed_takesEveryCursorOnce_whateverHeadsComeInBetween() {
    FeedState feed = new FeedState(1, 0, WINDOW);
    List<Long> seen = new ArrayList<>();
    for (long head = 1; head <= 50; head++) {
      feed.headMoved(head);
      feed.headMoved(Math.max(0, head - 3));
      feed.nextRead().ifPresent(request -> {
        long cursor = request.fromCursor();
        feed.readDone(slice(cursor, blob(cursor, 300)));
        seen.add(cursor);
        feed.received(cursor);
      });
    }

    assertThat(seen).hasSize(50).isSorted().doesNotHaveDuplicates();
  }

  @Test
  @Tag("DELIV-3")
  void gapsAndRosterEntries_takeNoWindow() {
    FeedState feed = new FeedState(1, 10, WINDOW);
    assertThat(feed.nextRead()).isPresent();

    feed.readDone(slice(10, new StreamItem.Missing(1, 9, GapReason.GAP_REASON_TTL)));

    assertThat(feed.bytesOnTheWay()).isZero();
    assertThat(feed.nextRead()).contains(new ReadRequest(10, Limits.PAYLOAD_BYTES, WINDOW));
  }
}
