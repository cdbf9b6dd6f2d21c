package dev.zerok.protocol.session;

import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ErrorFrames;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.id.MailboxId;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.session.RelaySessionEvent.CommandReceived;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.Error;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.Push;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.RosterPresent;
import dev.zerok.protocol.wire.Welcome;
import java.util.Optional;

/** The commands of an admitted device: their shapes, and the two rules that count over a session (PUSH-6, DELIV-5). */
final class MemberCommands {
  private final AckBound ackBound;
  private final UnansweredPushes pushes;
  private final boolean pulling;
  private boolean chainMayFollow;

  /**
   * @param chainMayFollow whether a chain that was sent right behind Hello may still be coming
   */
  MemberCommands(Hello hello, Welcome welcome, boolean chainMayFollow) {
    ackBound = new AckBound(hello, welcome);
    int named = welcome.getLimits().getMaxPushesInFlight();
    pushes = new UnansweredPushes(
        named > 0 ? Math.min(named, Limits.PUSHES_UNANSWERED) : Limits.PUSHES_UNANSWERED);
    this.pulling = Features.pulls(hello);
    this.chainMayFollow = chainMayFollow;
  }

  DialogueStep judge(ClientFrame command) throws ProtocolViolation {
    if (command.hasRosterPresent()) {
      return lateChain(command.getRosterPresent());
    }
    chainMayFollow = false;
    switch (command.getFrameCase()) {
      case PUSH -> {
        return push(command, command.getPush());
      }
      case PULL -> {
        ClientShapes.check(command.getPull());
        requirePulling();
      }
      case SIGNAL -> ClientShapes.check(command.getSignal());
      case ACK -> ackBound.check(command.getAck());
      case ROSTER_APPEND -> ClientShapes.check(command.getRosterAppend().getEntry());
      case MAILBOX_OPEN -> ClientShapes.check(command.getMailboxOpen());
      case MAILBOX_SEND -> MailboxId.fromWire(command.getMailboxSend().getMailboxId());
      case MAILBOX_CLOSE -> MailboxId.fromWire(command.getMailboxClose().getMailboxId());
      case ROSTER_REQUEST ->
          throw ProtocolViolation.invalid("RosterRequest comes after the refusal, once.");
      case HELLO, MAILBOX_JOIN ->
          throw ProtocolViolation.invalid("a session begins once: no second Hello, no MailboxJoin");
      case ROSTER_PRESENT, BYE, FRAME_NOT_SET ->
          throw new IllegalArgumentException("not a command");
    }
    return DialogueStep.report(new CommandReceived(command));
  }

  /** Tells that the relay sends this. */
  void sent(RelayFrame frame) {
    ackBound.sent(frame);
    if (frame.hasPushAck()) {
      pushes.acknowledged(frame.getPushAck().getDeviceSeq());
    } else if (frame.hasError()) {
      pushes.refused(frame.getError());
    }
  }

  /** PUSH-8: a push without a usable sequence cannot be answered and ends the session; any other bad one is refused. */
  private DialogueStep push(ClientFrame command, Push push) throws ProtocolViolation {
    ClientShapes.checkDeviceSeq(push);
    Optional<Error> refusal = shapeError(push);
    if (refusal.isPresent()) {
      return DialogueStep.answer(refusal.get());
    }
    pushes.came(push.getDeviceSeq());
    return DialogueStep.report(new CommandReceived(command));
  }

  /** PULL-1. */
  private void requirePulling() throws ProtocolViolation {
    if (!pulling) {
      throw ProtocolViolation.invalid("Pull needs a session whose Hello has the feature PULL");
    }
  }

  private static Optional<Error> shapeError(Push push) {
    try {
      ClientShapes.check(push);
      return Optional.empty();
    } catch (ProtocolViolation wrong) {
      Error error = ErrorFrames.forPush(ErrorCode.INVALID_MESSAGE, push.getDeviceSeq(), 0);
      return Optional.of(error.toBuilder().setMessage(wrong.words()).build());
    }
  }

  /** A chain sent right behind Hello, before the client could know that Hello was enough, is not needed (ADMIT-3). */
  private DialogueStep lateChain(RosterPresent part) throws ProtocolViolation {
    if (!chainMayFollow) {
      throw ProtocolViolation
          .invalid("RosterPresent comes right behind Hello or after a refusal, once");
    }
    chainMayFollow = part.getMore();
    return DialogueStep.NOTHING;
  }
}
