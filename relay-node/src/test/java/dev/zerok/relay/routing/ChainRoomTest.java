package dev.zerok.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.relay.port.WaitReason;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ChainRoomTest {
  private static Optional<ChainRoom.Full> full(WaitReason why, int retryAfterMillis) {
    return Optional.of(new ChainRoom.Full(why, retryAfterMillis));
  }

  @Test
  @Tag("ADMIT-3")
  void oneAddress_getsTwoPlacesAtATime_whateverRoomThereIs() {
    ChainRoom room = new ChainRoom(8, 1_000);
    assertThat(room.enter("a", 1, 0)).isEmpty();
    assertThat(room.enter("a", 1, 0)).isEmpty();

    assertThat(room.enter("a", 1, 0)).isEqualTo(full(WaitReason.CHAINS_OF_ADDRESS, 1_000));
    assertThat(room.enter("b", 1, 0)).isEmpty();
    assertThat(room.taken()).isEqualTo(3);

    room.leave("a");
    assertThat(room.enter("a", 1, 0)).isEmpty();
    assertThat(room.taken()).isEqualTo(3);
  }

  @Test
  @Tag("ADMIT-3")
  void allAddressesTogether_getThePlacesThatThereAre() {
    ChainRoom room = new ChainRoom(2, 1_000);
    room.enter("a", 1, 0);
    room.enter("b", 1, 0);

    assertThat(room.enter("c", 1_000, 0)).isEqualTo(full(WaitReason.CHAINS_AT_WORK, 1_000));

    room.leave("a");
    assertThat(room.enter("c", 1_000, 0)).isEmpty(); // the attempt before was not counted
  }

  @Test
  @Tag("ADMIT-3")
  void entriesOfAnAddress_fillEvenly_whateverBecameOfTheirChains() {
    ChainRoom room = new ChainRoom(8, 3_600);
    assertThat(room.enter("a", 3_600, 0)).isEmpty();
    room.leave("a");

    assertThat(room.enter("a", 10, 0)).isEqualTo(full(WaitReason.ENTRIES_OF_ADDRESS, 10_000));
    assertThat(room.enter("a", 3_600, 0)).isEqualTo(full(WaitReason.ENTRIES_OF_ADDRESS, 300_000));
    assertThat(room.enter("a", 10, 9_999)).isEqualTo(full(WaitReason.ENTRIES_OF_ADDRESS, 1));
    assertThat(room.enter("b", 3_600, 0)).isEmpty();
    assertThat(room.enter("a", 10, 10_000)).isEmpty();
    assertThat(room.enter("a", 1, 10_000)).isEqualTo(full(WaitReason.ENTRIES_OF_ADDRESS, 1_000));
    assertThat(room.enter("a", 3_600, 10_000_000)).isEmpty();
  }

  @Test
  void morePrefixesThanAreRemembered_takeNoMoreMemory() {
    ChainRoom room = new ChainRoom(8, 1);
    for (int i = 0; i < ChainRoom.PREFIXES + 100; i++) {
      assertThat(room.enter(Integer.toString(i), 1, 0)).isEmpty();
      room.leave(Integer.toString(i));
    }
    assertThat(room.prefixes()).isEqualTo(ChainRoom.PREFIXES);
  }
}
