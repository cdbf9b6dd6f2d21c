package dev.zerok.client.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.wire.Deliver;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is known of a parked blob goes where the blob goes. */
class ParkedNoteTest {
  private static StoreRecord parked(long cursor) {
    return new StoreRecord.Parked(cursor,
        Deliver.newBuilder().setCursor(cursor).build().toByteString(), ByteString.EMPTY);
  }

  private static StoreRecord.ParkedNote note(long cursor, String reason) {
    return new StoreRecord.ParkedNote(cursor, reason, 17);
  }

  private static StoreImage image(StoreRecord... more) {
    StoreImage image =
        StoreImage.of(List.of(parked(4), note(4, "four"), parked(6), parked(9), note(9, "nine")));
    List.of(more).forEach(image::apply);
    return image;
  }

  @Test
  void noteOfABlobThatLeft_isGone() {
    assertThat(image(new StoreRecord.Unparked(4)).parkedNotes().values())
        .containsExactly(note(9, "nine"));
  }

  @Test
  void notes_followTheirBlobsIntoANewLog() {
    StoreImage image = image(new StoreRecord.NewLog(
        new Position(LogId.of(new byte[16]), 0, ByteString.copyFrom(new byte[32])), 0));

    assertThat(image.parked().keySet()).containsExactly(-3L, -2L, -1L);
    assertThat(image.parkedNotes().values())
        .containsExactlyInAnyOrder(note(-3, "four"), note(-1, "nine"));
  }
}
