package dev.zerok.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.protocol.id.GroupId;
import dev.zerok.relay.routing.TalkerBoard.Talker;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class TalkerBoardTest {
  private final TalkerBoard board = new TalkerBoard();

  private static GroupId group(int number) {
    return GroupId.of(ByteBuffer.allocate(GroupId.LENGTH).putInt(number).array());
  }

  @Test
  void top_isOrderedByBytes_overThisAndTheLastWindow() {
    board.pushed(group(1), 100, 0);
    board.pushed(group(2), 500, 0);
    board.pushed(group(1), 700, TalkerBoard.WINDOW_MILLIS);

    assertThat(board.top(2, TalkerBoard.WINDOW_MILLIS))
        .containsExactly(new Talker(group(1), 2, 800), new Talker(group(2), 1, 500));
    assertThat(board.top(1, 2 * TalkerBoard.WINDOW_MILLIS))
        .containsExactly(new Talker(group(1), 1, 700));
    assertThat(board.top(1, 9 * TalkerBoard.WINDOW_MILLIS)).isEmpty();
  }

  @Test
  void groupsBeyondTheBound_takeNoMemory() {
    for (int i = 0; i < TalkerBoard.GROUPS + 1; i++) {
      board.pushed(group(i), 1, 0);
    }
    board.pushed(group(7), 1, 0);

    assertThat(board.top(Integer.MAX_VALUE, 0)).hasSize(TalkerBoard.GROUPS)
        .first()
        .isEqualTo(new Talker(group(7), 2, 2));
  }
}
