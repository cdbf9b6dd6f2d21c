package dev.zerok.client.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.wire.Deliver;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a store keeps of a log that the relay lost: sequences and bytes, no places (RESET-1). */
class NewLogTest {
  private static final ByteString HASH = ByteString.copyFrom(new byte[32]);
  private static final GroupId GROUP = GroupId.of(new byte[GroupId.LENGTH]);
  private static final LogId OLD = LogId.of(new byte[LogId.LENGTH]);
  private static final LogId NEW =
      LogId.of(HASH.substring(0, LogId.LENGTH - 1).concat(ByteString.copyFromUtf8("n")));
  private static final DeviceId SENDER = DeviceId.of(new byte[DeviceId.LENGTH]);

  private static StoreRecord.Outgoing outgoing(long seq) {
    return new StoreRecord.Outgoing(seq, ByteString.copyFromUtf8("push " + seq), HASH, HASH);
  }

  private static StoreRecord.Parked parked(long cursor) {
    Deliver deliver = Deliver.newBuilder().setCursor(cursor).setDeviceSeq(cursor * 10).build();
    return new StoreRecord.Parked(cursor, deliver.toByteString(), HASH);
  }

  private static StoreImage inTheOldLog() {
    return StoreImage.of(List.of(
        new StoreRecord.ChainEntry(0, ByteString.copyFromUtf8("genesis"), 1),
        new StoreRecord.Applied(new Position(OLD, 6, HASH)),
        new StoreRecord.SenderMark(SENDER, 4, HASH, 5),
        new StoreRecord.SenderClaim(SENDER, 9, HASH, 6),
        outgoing(1), new StoreRecord.OutgoingPlaced(1, 2),
        outgoing(2), new StoreRecord.OutgoingPlaced(2, 3),
        outgoing(3),
        parked(4), parked(6)));
  }

  @Test
  @Tag("RESET-1")
  @Tag("RESET-4")
  void newLog_forgetsPlacesAndKeepsSequences() {
    StoreImage image = inTheOldLog();
    Position start = Position.start(GROUP, NEW);

    image.apply(new StoreRecord.NewLog(start, 1));

    assertThat(image.applied()).contains(start);
    assertThat(image.pastHashes()).containsOnlyKeys(0L);
    assertThat(image.chain()).extracting(StoreRecord.ChainEntry::cursor).containsExactly(0L);
    assertThat(image.senders().get(SENDER))
        .isEqualTo(new StoreRecord.SenderMark(SENDER, 4, HASH, 0));
    assertThat(image.claims()).isEmpty();
    assertThat(image.outbox().values()).containsExactly(
        new StoreImage.Sent(outgoing(1), EarlierLog.SOMEWHERE),
        new StoreImage.Sent(outgoing(2), 0),
        new StoreImage.Sent(outgoing(3), 0));
    assertThat(image.parked().keySet()).containsExactly(-2L, -1L);
  }

  @Test
  @Tag("RESET-4")
  void parkedBlobs_keepTheirOrder_alsoOverASecondLoss() throws Exception {
    StoreImage image = inTheOldLog();
    image.apply(new StoreRecord.NewLog(Position.start(GROUP, NEW), 0));
    image.apply(parked(3));
    image.apply(new StoreRecord.NewLog(Position.start(GROUP, OLD), 0));

    assertThat(image.parked().keySet()).containsExactly(-3L, -2L, -1L);
    for (StoreRecord.Parked kept : image.parked().values()) {
      assertThat(Deliver.parseFrom(kept.deliver()).getCursor()).isEqualTo(kept.cursor());
    }
    assertThat(Deliver.parseFrom(image.parked().get(-1L).deliver()).getDeviceSeq()).isEqualTo(30);
  }

  @Test
  void newLog_isWrittenAndReadBack_andSoIsTheSnapshotBehindIt() throws Exception {
    StoreRecord.NewLog change = new StoreRecord.NewLog(Position.start(GROUP, NEW), 7);
    StoreImage image = inTheOldLog();
    image.apply(change);
    image.apply(new StoreRecord.LogRenewed(1, 9));
    image.apply(new StoreRecord.SenderClaim(SENDER, 5, HASH, 1));

    assertThat(RecordCodec.decode(RecordCodec.encode(List.of(change)), 0)).containsExactly(change);
    assertThat(RecordCodec.decode(RecordCodec.encode(image.snapshot()), 0))
        .isEqualTo(image.snapshot());
    assertThat(StoreImage.of(image.snapshot()).snapshot()).isEqualTo(image.snapshot());
  }
}
