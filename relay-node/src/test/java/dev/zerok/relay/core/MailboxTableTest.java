package dev.zerok.relay.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.id.MailboxId;
import dev.zerok.protocol.wire.MailboxEvent;
import dev.zerok.protocol.wire.MailboxMessage;
import dev.zerok.protocol.wire.RelayFrame;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MailboxTableTest {
  private static final long OPENER = 1;
  private static final long JOINER = 2;
  private static final ByteString BODY = ByteString.copyFromUtf8("sealed");

  private final MailboxTable table = new MailboxTable(5);

  private static MailboxId id(int number) {
    return MailboxId.of(ByteString.copyFromUtf8("mailbox number " + number));
  }

  private static MailboxNotice event(long to, MailboxEvent event, boolean ends) {
    MailboxMessage message =
        MailboxMessage.newBuilder().setMailboxId(id(1).bytes()).setEvent(event).build();
    return new MailboxNotice(to, RelayFrame.newBuilder().setMailboxMessage(message).build(), ends);
  }

  private static void assertRefused(List<MailboxNotice> notices, long to, ErrorCode code,
      boolean ends) {
    assertThat(notices.getFirst().connection()).isEqualTo(to);
    assertThat(notices.getFirst().ends()).isEqualTo(ends);
    assertThat(notices.getFirst().frame().getError().getCode()).isEqualTo(code.code());
    assertThat(notices.getFirst().frame().getError().getMailboxId().isEmpty()).isFalse();
  }

  @Test
  @Tag("MBX-1")
  void open_isAnswered_andAtMostFourTimesPerSession() {
    assertThat(table.open(OPENER, id(1), 600, 0))
        .containsExactly(event(OPENER, MailboxEvent.MAILBOX_EVENT_OPENED, false));
    for (int i = 2; i <= 4; i++) {
      table.open(OPENER, id(i), 600, 0);
    }

    assertRefused(table.open(OPENER, id(5), 600, 0), OPENER, ErrorCode.RATE_LIMITED, false);
    assertThat(table.size()).isEqualTo(4);
    table.close(OPENER, id(4));
    table.open(OPENER, id(5), 600, 0);
    assertThat(table.size()).isEqualTo(4);
  }

  @Test
  @Tag("MBX-1")
  void open_withAnIdInUse_orTooLong_orOnAFullNode_isRefused() {
    table.open(OPENER, id(1), 600, 0);
    assertRefused(table.open(9, id(1), 600, 0), 9, ErrorCode.INVALID_MESSAGE, false);
    assertRefused(table.open(9, id(2), 601, 0), 9, ErrorCode.INVALID_MESSAGE, false);
    for (int i = 2; i <= 5; i++) {
      table.open(10 + i, id(i), 600, 0);
    }
    assertRefused(table.open(9, id(6), 600, 0), 9, ErrorCode.RELAY_OVERLOADED, false);
  }

  @Test
  @Tag("MBX-4")
  void body_beforeJoined_endsTheMailbox() {
    table.open(OPENER, id(1), 600, 0);

    assertRefused(table.send(OPENER, id(1), BODY), OPENER, ErrorCode.INVALID_MESSAGE, true);
    assertThat(table.size()).isZero();
  }

  @Test
  @Tag("MBX-4")
  void seventeenthBody_bothWaysCounted_endsTheMailbox() {
    table.open(OPENER, id(1), 600, 0);
    table.join(JOINER, id(1), 0);
    for (int i = 0; i < 16; i++) {
      long from = i % 3 == 0 ? OPENER : JOINER;
      assertThat(table.send(from, id(1), BODY).getFirst().frame().getMailboxMessage().getBody())
          .isEqualTo(BODY);
    }

    List<MailboxNotice> last = table.send(JOINER, id(1), BODY);

    assertRefused(last, JOINER, ErrorCode.INVALID_MESSAGE, true);
    assertThat(last.get(1)).isEqualTo(event(OPENER, MailboxEvent.MAILBOX_EVENT_CLOSED, true));
    assertThat(table.size()).isZero();
  }

  @Test
  @Tag("MBX-4")
  void body_ofSomebodyWhoIsNotInTheMailbox_goesNowhere() {
    table.open(OPENER, id(1), 600, 0);
    table.join(JOINER, id(1), 0);

    assertRefused(table.send(9, id(1), BODY), 9, ErrorCode.INVALID_MESSAGE, false);
    assertThat(table.close(9, id(1))).isEmpty();
    assertThat(table.size()).isEqualTo(1);
  }

  @Test
  @Tag("MBX-5")
  void mailbox_endsAtItsTime_forBothSides() {
    table.open(OPENER, id(1), 10, 0);
    table.join(JOINER, id(1), 0);

    assertThat(table.expire(9_999)).isEmpty();
    assertThat(table.expire(10_000))
        .containsExactly(
            event(OPENER, MailboxEvent.MAILBOX_EVENT_EXPIRED, true),
            event(JOINER, MailboxEvent.MAILBOX_EVENT_EXPIRED, true));
    assertThat(table.connectionEnded(OPENER)).isEmpty();
  }

  @Test
  @Tag("MBX-5")
  void closing_tellsTheOtherSide() {
    table.open(OPENER, id(1), 10, 0);
    table.join(JOINER, id(1), 0);

    assertThat(table.close(JOINER, id(1)))
        .containsExactly(event(OPENER, MailboxEvent.MAILBOX_EVENT_CLOSED, true));
    assertThat(table.close(OPENER, id(1))).isEmpty();
  }
}
