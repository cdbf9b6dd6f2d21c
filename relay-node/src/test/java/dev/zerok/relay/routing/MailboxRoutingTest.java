package dev.zerok.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.id.MailboxId;
import dev.zerok.protocol.wire.MailboxEvent;
import dev.zerok.protocol.wire.MailboxMessage;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.relay.core.RefusalReason;
import dev.zerok.relay.port.MailboxResult;
import dev.zerok.relay.port.MailboxSession;
import dev.zerok.relay.testkit.FakeMailboxSink;
import dev.zerok.relay.testkit.RelayHarness;
import dev.zerok.relay.testkit.TestDevice;
import dev.zerok.relay.testkit.TestGroup;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailboxRoutingTest {
  private static final ByteString STRANGER = ByteString.copyFrom(new byte[32]);
  private static final MailboxId ID = MailboxId.of(ByteString.copyFromUtf8("sixteen bytes.. "));
  private static final ByteString BODY = ByteString.copyFromUtf8("sealed");

  @TempDir Path folder;
  private RelayHarness relay;
  private TestDevice opener;
  private final FakeMailboxSink joiner = new FakeMailboxSink();

  @BeforeEach
  void start() {
    relay = RelayHarness.startIn(folder);
    opener = TestGroup.connected(relay, "g", 1).getFirst();
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  private static RelayFrame message(MailboxEvent event, ByteString body) {
    return RelayFrame.newBuilder()
        .setMailboxMessage(
            MailboxMessage.newBuilder().setMailboxId(ID.bytes()).setEvent(event).setBody(body))
        .build();
  }

  private static RelayFrame message(MailboxEvent event) {
    return message(event, ByteString.EMPTY);
  }

  private MailboxResult join(FakeMailboxSink sink) {
    return RelayHarness.await(relay.router.joinMailbox(STRANGER, ID, sink));
  }

  private MailboxSession openAndJoin() {
    opener.session().openMailbox(ID, 600);
    MailboxResult joined = join(joiner);
    assertThat(opener.sink.nextAnswer()).isEqualTo(message(MailboxEvent.MAILBOX_EVENT_OPENED));
    assertThat(opener.sink.nextAnswer()).isEqualTo(message(MailboxEvent.MAILBOX_EVENT_JOINED));
    assertThat(joiner.next()).isEqualTo(message(MailboxEvent.MAILBOX_EVENT_JOINED));
    return ((MailboxResult.Joined) joined).session();
  }

  @Test
  @Tag("MBX-1")
  @Tag("MBX-2")
  void mailbox_carriesBodiesBothWays() {
    MailboxSession stranger = openAndJoin();

    stranger.send(BODY);
    assertThat(opener.sink.nextAnswer()).isEqualTo(message(MailboxEvent.MAILBOX_EVENT_BODY, BODY));
    opener.session().sendMailbox(ID, BODY);
    assertThat(joiner.next()).isEqualTo(message(MailboxEvent.MAILBOX_EVENT_BODY, BODY));
  }

  @Test
  @Tag("MBX-2")
  void join_ofAnUnknownUsedOrExpiredMailbox_getsTheSameRefusal() {
    MailboxResult refused = new MailboxResult.NotJoined(RefusalReason.NO_SUCH_MAILBOX);
    assertThat(join(new FakeMailboxSink())).isEqualTo(refused);

    openAndJoin();
    assertThat(join(new FakeMailboxSink())).isEqualTo(refused);

    opener.session().closeMailbox(ID);
    opener.session().openMailbox(ID, 1);
    relay.time.pass(1_000);
    assertThat(join(new FakeMailboxSink())).isEqualTo(refused);
    assertThat(relay.meter.refusals())
        .filteredOn(reason -> reason == RefusalReason.NO_SUCH_MAILBOX)
        .hasSize(3);
  }

  @Test
  @Tag("MBX-3")
  void secondJoin_isRefused_alarmsTheOpener_andTheFirstGoesOn() {
    MailboxSession stranger = openAndJoin();

    assertThat(join(new FakeMailboxSink())).isInstanceOf(MailboxResult.NotJoined.class);

    assertThat(opener.sink.nextAnswer()).isEqualTo(message(MailboxEvent.MAILBOX_EVENT_SECOND_JOIN));
    stranger.send(BODY);
    assertThat(opener.sink.nextAnswer()).isEqualTo(message(MailboxEvent.MAILBOX_EVENT_BODY, BODY));
  }

  @Test
  @Tag("MBX-5")
  void joinerThatClosesItsMailbox_keepsNoPlace() {
    openAndJoin().close();

    joiner.awaitEnd();
    assertThat(opener.sink.nextAnswer()).isEqualTo(message(MailboxEvent.MAILBOX_EVENT_CLOSED));
  }

  @Test
  @Tag("MBX-4")
  void body_overTheLimit_isAnErrorAndEndsTheMailboxForBoth() {
    MailboxSession stranger = openAndJoin();

    stranger.send(ByteString.copyFrom(new byte[4_097]));

    RelayFrame error = joiner.next();
    assertThat(error.getError().getCode()).isEqualTo(ErrorCode.INVALID_MESSAGE.code());
    assertThat(error.getError().getMailboxId()).isEqualTo(ID.bytes());
    joiner.awaitEnd();
    assertThat(opener.sink.nextAnswer()).isEqualTo(message(MailboxEvent.MAILBOX_EVENT_CLOSED));
    assertThat(relay.meter.errors()).containsExactly(ErrorCode.INVALID_MESSAGE);
  }

  @Test
  @Tag("MBX-5")
  void mailbox_endsWithTheConnectionOfEitherSide() {
    openAndJoin().detach();
    assertThat(opener.sink.nextAnswer()).isEqualTo(message(MailboxEvent.MAILBOX_EVENT_CLOSED));

    openAndJoin();
    opener.session().detach();
    assertThat(joiner.next()).isEqualTo(message(MailboxEvent.MAILBOX_EVENT_CLOSED));
    joiner.awaitEnd();
  }

  @Test
  @Tag("MBX-5")
  void mailbox_endsWithItsTime() {
    openAndJoin();

    relay.serve(600_000);

    assertThat(joiner.next()).isEqualTo(message(MailboxEvent.MAILBOX_EVENT_EXPIRED));
    joiner.awaitEnd();
    assertThat(opener.sink.nextAnswer()).isEqualTo(message(MailboxEvent.MAILBOX_EVENT_EXPIRED));
  }

  @Test
  @Tag("MBX-5")
  void mailbox_endsWhenItsOpenerIsDisplaced() {
    openAndJoin();

    opener.connect(relay);

    assertThat(joiner.next()).isEqualTo(message(MailboxEvent.MAILBOX_EVENT_CLOSED));
    joiner.awaitEnd();
  }
}
