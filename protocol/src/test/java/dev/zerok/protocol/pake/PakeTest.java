package dev.zerok.protocol.pake;

import static dev.zerok.protocol.pake.PakeRun.body;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.zerok.protocol.crypto.PasswordCost;
import dev.zerok.protocol.pairing.PairingInvite;
import dev.zerok.protocol.pake.PakeEvent.CodeProven;
import dev.zerok.protocol.pake.PakeEvent.InviteOpened;
import dev.zerok.protocol.pake.PakeEvent.PakeBody;
import dev.zerok.protocol.pake.PakeEvent.PakeFailed;
import dev.zerok.protocol.pake.PakeEvent.StretchAsked;
import dev.zerok.protocol.wire.PakeConfirm;
import dev.zerok.protocol.wire.PakeInvite;
import dev.zerok.protocol.wire.PakeShare;
import dev.zerok.protocol.wire.PakeStart;
import java.util.List;
import org.assertj.core.api.Condition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PakeTest {
  private static final Condition<PakeEvent> ALARM = new Condition<>(
      event -> event instanceof PakeFailed failed && failed.alarm(), "an alarm");
  private static final Condition<PakeEvent> WRONG_PASSWORD = new Condition<>(
      event -> event instanceof PakeFailed failed && failed.wrongPassword(), "a wrong password");

  @Test
  @Tag("PAKE-4")
  @Tag("PAKE-6")
  void rightWords_giveTheJoinerTheInvite() {
    PakeRun run = PakeRun.withTheRightWords();

    PakeBody confirm = body(run.toJoiner(run.invitersShare()));
    List<PakeEvent> proven = run.toInviter(confirm);
    List<PakeEvent> opened = run.toJoiner(body(proven));

    assertThat(proven).hasSize(2).last().isEqualTo(new CodeProven());
    assertThat(opened).singleElement()
        .isInstanceOfSatisfying(InviteOpened.class,
            event -> assertThat(event.invite().toWire()).isEqualTo(run.invite.toWire()));
    assertThat(run.inviter.ended()).isEmpty();
    assertThat(run.joiner.ended()).isEmpty();
  }

  @Test
  @Tag("PAKE-4")
  @Tag("PAKE-5")
  void wrongWord_endsAtTheJoiner_andIsAnAlarmAtTheInviterThoughNothingMoreIsSaid() {
    PakeRun run = PakeRun.withAWrongWord();

    List<PakeEvent> refused = run.toJoiner(run.invitersShare());

    assertThat(refused).singleElement().is(WRONG_PASSWORD).isNot(ALARM);
    assertThat(run.inviter.ended()).singleElement().is(ALARM).is(WRONG_PASSWORD);
  }

  @Test
  @Tag("PAKE-5")
  void wrongConfirmation_isAnAlarm_andTheRightOneAfterItChangesNothing() {
    PakeRun run = PakeRun.withTheRightWords();
    PakeBody right = body(run.toJoiner(run.invitersShare()));

    List<PakeEvent> refused = run.toInviter(confirm(ByteString.copyFrom(new byte[32])));

    assertThat(refused).singleElement().is(ALARM).is(WRONG_PASSWORD);
    assertThat(run.toInviter(right)).isEmpty();
    assertThat(run.inviter.start()).isEmpty();
  }

  @Test
  @Tag("PAKE-5")
  void joiner_afterAWrongWord_isOverForEverything() {
    PakeRun run = PakeRun.withAWrongWord();
    PakeBody share = run.invitersShare();
    run.toJoiner(share);

    assertThat(run.toJoiner(share)).isEmpty();
    assertThat(run.joiner.ended()).isEmpty();
  }

  @Test
  @Tag("PAKE-4")
  void ownShareAndConfirmation_reflectedToTheJoiner_areRefused() throws Exception {
    PakeRun run = PakeRun.withTheRightWords();
    PakeBody own = run.joinersShare();
    ByteString share = PakeShare.parseFrom(own.body()).getShare();

    List<PakeEvent> events = run.toJoiner(share(share, ByteString.copyFrom(new byte[32])));

    assertThat(events).singleElement().is(WRONG_PASSWORD);
  }

  @Test
  @Tag("PAKE-4")
  void ownConfirmation_reflectedToTheInviter_isRefused() throws Exception {
    PakeRun run = PakeRun.withTheRightWords();
    PakeShare inviters = PakeShare.parseFrom(run.invitersShare().body());

    List<PakeEvent> events = run.toInviter(confirm(inviters.getConfirmation()));

    assertThat(events).singleElement().is(ALARM);
  }

  @Test
  @Tag("PAKE-3")
  void sharesThatAreNoElement_endTheRunAndGetNoAnswer() {
    ByteString identity = ByteString.copyFrom(new byte[65]);
    PakeRun atInviter = PakeRun.withTheRightWords();
    atInviter.joinersShare();
    PakeRun atJoiner = PakeRun.withTheRightWords();
    atJoiner.joinersShare();

    assertThat(atInviter.toInviter(share(identity, ByteString.EMPTY))).singleElement().is(ALARM);
    assertThat(atJoiner.toJoiner(share(identity, ByteString.copyFrom(new byte[32]))))
        .singleElement()
        .isInstanceOf(PakeFailed.class);
  }

  @Test
  @Tag("PAKE-4")
  void joinersShare_withAConfirmation_isRefused() throws Exception {
    PakeRun run = PakeRun.withTheRightWords();
    ByteString share = PakeShare.parseFrom(run.joinersShare().body()).getShare();

    assertThat(run.toInviter(share(share, ByteString.copyFrom(new byte[32])))).singleElement()
        .is(ALARM);
  }

  @ParameterizedTest
  @CsvSource({"131073,1", "64,5", "0,1", "7,1", "64,0", "-1,1", "64,-1"})
  @Tag("PAKE-2")
  void start_thatAsksForTooMuchOrTooLittleWork_isRefusedBeforeAnyIsDone(int memory, int passes)
      throws Exception {
    PakeRun run = PakeRun.withTheRightWords();
    PakeStart start = started(run).toBuilder().setMemoryKib(memory).setPasses(passes).build();

    assertThat(run.toJoiner(PakeMessages.body(start))).singleElement()
        .isInstanceOf(PakeFailed.class);
  }

  @Test
  @Tag("PAKE-2")
  void start_atItsBounds_isDoneAsItSays() throws Exception {
    PakeRun run = PakeRun.withTheRightWords();
    PakeStart start = started(run).toBuilder().setMemoryKib(131_072).setPasses(4).build();

    assertThat(run.toJoiner(PakeMessages.body(start))).singleElement()
        .isInstanceOfSatisfying(StretchAsked.class, asked -> {
          assertThat(asked.cost().memoryKiB()).isEqualTo(131_072);
          assertThat(asked.cost().iterations()).isEqualTo(4);
          assertThat(asked.salt()).isEqualTo(start.getSalt());
        });
  }

  @Test
  @Tag("PAKE-2")
  @Tag("KDF-1")
  void start_atTheStrongestDefault_isWithinTheBounds() throws Exception {
    PasswordCost strongest = PasswordCost.argon2idFor(Long.MAX_VALUE);
    PakeRun run = PakeRun.withTheRightWords();
    PakeStart start = started(run).toBuilder()
        .setMemoryKib(strongest.memoryKiB())
        .setPasses(strongest.iterations())
        .build();

    assertThat(run.toJoiner(PakeMessages.body(start))).singleElement()
        .isInstanceOfSatisfying(StretchAsked.class,
            asked -> assertThat(asked.cost()).isEqualTo(strongest));
  }

  @Test
  @Tag("PAKE-2")
  void start_ofAnotherVersionSuiteOrSalt_isRefused() throws Exception {
    for (PakeStart.Builder wrong : List.of(
        started(PakeRun.withTheRightWords()).toBuilder().setVersion(2),
        started(PakeRun.withTheRightWords()).toBuilder().setSuite("fips1"),
        started(PakeRun.withTheRightWords()).toBuilder()
            .setSalt(ByteString.copyFrom(new byte[15])))) {
      assertThat(PakeRun.withTheRightWords().toJoiner(PakeMessages.body(wrong.build())))
          .singleElement()
          .isInstanceOf(PakeFailed.class);
    }
  }

  @Test
  @Tag("PAKE-4")
  void start_changedOnItsWay_makesTheRightWordsFail() throws Exception {
    PakeRun run = PakeRun.withTheRightWords();
    PakeStart cheaper = started(run).toBuilder().setMemoryKib(32).build();
    PakeBody share = body(run.stretch(run.toJoiner(PakeMessages.body(cheaper))));

    assertThat(run.toJoiner(body(run.toInviter(share)))).singleElement().is(WRONG_PASSWORD);
  }

  @Test
  @Tag("PAKE-6")
  void invite_toAnotherMailboxOrRelay_isRefused() {
    PakeRun place = PakeRun.withTheRightWords();
    for (PairingInvite other : List.of(
        PairingInvite
            .of(place.invite().setMailboxId(ByteString.copyFrom(new byte[16])).build()),
        PairingInvite
            .of(place.invite().setRelayIdentity(ByteString.copyFrom(new byte[32])).build()))) {
      PakeRun run = PakeRun.withTheRightWords();
      PakeInviter inviter = run.inviter(other);
      PakeBody share = body(run.stretch(run.toJoiner(body(inviter.start()))));
      PakeBody answer = body(inviter.receive(share.body().toByteArray()));
      PakeBody confirm = body(run.toJoiner(answer));
      PakeBody sealed = body(inviter.receive(confirm.body().toByteArray()));

      assertThat(run.toJoiner(sealed)).singleElement().isInstanceOf(PakeFailed.class);
    }
  }

  @Test
  @Tag("PAKE-6")
  void invite_changedOnItsWay_isRefused() throws Exception {
    PakeRun run = PakeRun.withTheRightWords();
    PakeBody sealed = body(run.toInviter(body(run.toJoiner(run.invitersShare()))));
    byte[] bytes = PakeInvite.parseFrom(sealed.body()).getSealed().toByteArray();
    bytes[bytes.length - 1] ^= 1;
    PakeInvite changed = PakeInvite.newBuilder().setSealed(ByteString.copyFrom(bytes)).build();

    assertThat(run.toJoiner(PakeMessages.body(changed))).singleElement()
        .isInstanceOf(PakeFailed.class);
  }

  @Test
  @Tag("CANON-2")
  void bodies_thatAreNotCanonical_endTheRun() {
    PakeRun run = PakeRun.withTheRightWords();
    ByteString unknownField = body(run.inviter.start()).body()
        .concat(
            ByteString.copyFrom(new byte[]{0x78, 0x01}));

    assertThat(run.joiner.receive(unknownField.toByteArray())).singleElement()
        .isInstanceOf(PakeFailed.class);
    assertThat(run.inviter.receive(new byte[4_097])).singleElement().is(ALARM);
  }

  @Test
  @Tag("PAKE-5")
  void ended_beforeAnybodyCouldGuess_isNoAlarm() {
    PakeRun run = PakeRun.withTheRightWords();
    run.joinersShare();

    assertThat(run.inviter.ended()).singleElement().isInstanceOf(PakeFailed.class).isNot(ALARM);
    assertThat(run.joiner.ended()).singleElement().isNot(WRONG_PASSWORD);
  }

  private static PakeStart started(PakeRun run) throws InvalidProtocolBufferException {
    return PakeStart.parseFrom(body(run.inviter.start()).body());
  }

  private static PakeBody share(ByteString share, ByteString confirmation) {
    return PakeMessages.body(
        PakeShare.newBuilder().setShare(share).setConfirmation(confirmation).build());
  }

  private static PakeBody confirm(ByteString confirmation) {
    return PakeMessages.body(PakeConfirm.newBuilder().setConfirmation(confirmation).build());
  }
}
