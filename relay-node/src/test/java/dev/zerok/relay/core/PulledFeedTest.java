package dev.zerok.relay.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.wire.Deliver;
import dev.zerok.protocol.wire.GapReason;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class PulledFeedTest {
  private static final int WINDOW = Limits.MIN_RECEIVE_WINDOW_BYTES;

  private final FeedState feed = new FeedState(1, 4, WINDOW, true);

  @Test
  @Tag("PULL-1")
  void withoutAPull_nothingIsReadAndNothingToldWhateverComes() {
    feed.headMoved(9);

    assertThat(feed.nextRead()).isEmpty();
    assertThat(feed.takeRest()).isEmpty();
  }

  @Test
  @Tag("PULL-2")
  void aPullOfTwo_restsBeforeTheThirdBlob_andSaysThatMoreWaits() {
    feed.pull(2);
    assertThat(feed.nextRead()).contains(read(1, 2));
    feed.readDone(slice(2, blob(1), blob(2)));
    assertThat(feed.takeRest()).isEmpty();
    assertThat(feed.nextRead()).contains(read(3, 0, 2 * 300));
    feed.readDone(slice(2));

    assertThat(feed.takeRest()).contains(new FeedState.Rest(2, true));
    assertThat(feed.takeRest()).isEmpty();
    assertThat(feed.nextRead()).isEmpty();
  }

  @Test
  @Tag("PULL-2")
  void whatIsNoBlobOfOthers_comesAlsoWhenThePullIsUsedUp() {
    feed.pull(1);
    assertThat(feed.nextRead()).isPresent();
    feed.readDone(slice(1, blob(1)));
    assertThat(feed.nextRead()).contains(read(2, 0, 300));
    feed.readDone(slice(4, new StreamItem.Missing(2, 4, GapReason.GAP_REASON_TTL)));

    assertThat(feed.takeRest()).contains(new FeedState.Rest(4, false));
  }

  @Test
  @Tag("PULL-2")
  void theNextPull_goesOnWhereTheLastOneRested() {
    feed.pull(2);
    assertThat(feed.nextRead()).isPresent();
    feed.readDone(slice(2, blob(1), blob(2)));
    assertThat(feed.nextRead()).isPresent();
    feed.readDone(slice(2));
    assertThat(feed.takeRest()).isPresent();

    feed.pull(0xffff_ffffL);
    assertThat(feed.nextRead()).contains(read(3, 0xffff_ffffL, 2 * 300));
    feed.readDone(slice(4, blob(3), blob(4)));

    assertThat(feed.takeRest()).contains(new FeedState.Rest(4, false));
  }

  @Test
  @Tag("PULL-3")
  void aPullBeforeTheEndOfTheLast_addsToItAndIsReadOnWithoutAnAck_andOneCaughtUpEndsBoth() {
    feed.pull(1);
    assertThat(feed.nextRead()).isPresent();
    feed.readDone(slice(1, blob(1)));
    assertThat(feed.nextRead()).contains(read(2, 0, 300));
    feed.pull(1);
    feed.readDone(slice(1));

    assertThat(feed.takeRest()).isEmpty();
    assertThat(feed.nextRead()).contains(read(2, 1, 300));
    feed.readDone(slice(2, blob(2)));
    assertThat(feed.takeRest()).as("the third blob was not looked at yet").isEmpty();
    assertThat(feed.nextRead()).contains(read(3, 0, 2 * 300));
    feed.readDone(slice(2));

    assertThat(feed.takeRest()).contains(new FeedState.Rest(2, true));
    assertThat(feed.takeRest()).as("one CaughtUp ends both").isEmpty();
    assertThat(feed.nextRead()).isEmpty();
  }

  @Test
  @Tag("PULL-3")
  void twoPullsAtOnce_areEndedByOneCaughtUpAtTheHead() {
    feed.pull(1);
    feed.pull(9);
    assertThat(feed.nextRead()).contains(read(1, 10));
    feed.readDone(slice(4, blob(1), blob(2), blob(3), blob(4)));

    assertThat(feed.takeRest()).contains(new FeedState.Rest(4, false));
    assertThat(feed.takeRest()).isEmpty();
    assertThat(feed.nextRead()).isEmpty();
  }

  @Test
  @Tag("PULL-2")
  void atTheHead_aPullIsAnsweredAtOnce() {
    FeedState atHead = new FeedState(5, 4, WINDOW, true);
    atHead.pull(7);

    assertThat(atHead.nextRead()).isEmpty();
    assertThat(atHead.takeRest()).contains(new FeedState.Rest(4, false));
  }

  private static ReadRequest read(long from, long blobs) {
    return new ReadRequest(from, Limits.PAYLOAD_BYTES, WINDOW, blobs);
  }

  private static ReadRequest read(long from, long blobs, int onTheWay) {
    return new ReadRequest(from, WINDOW - onTheWay, WINDOW - onTheWay, blobs);
  }

  private static StreamItem blob(long cursor) {
    ByteString payload = ByteString.copyFrom(new byte[300]);
    return new StreamItem.Delivery(
        Deliver.newBuilder().setCursor(cursor).setPayload(payload).build());
  }

  private static StreamSlice slice(long upTo, StreamItem... items) {
    return new StreamSlice(List.of(items), upTo + 1, 4);
  }
}
