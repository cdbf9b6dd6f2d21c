package dev.zerok.protocol.session;

import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.MailboxEvent;
import dev.zerok.protocol.wire.MailboxJoin;
import dev.zerok.protocol.wire.RelayFrame;

/** Which frame may come and go when, seen from a client (SESS-1, ADMIT-2, ADMIT-3, MBX-2). Knows no bytes and no time. */
final class ClientDialogue {
  private enum Phase {
    HELLO_SENT,
    REFUSED_ONCE,
    ROSTER_ASKED,
    CHAIN_SENT,
    MEMBER,
    JOIN_SENT,
    JOINER
  }

  private enum Chain {
    NONE,
    BEGUN,
    COMPLETE
  }

  private Phase phase;
  private Chain chain = Chain.NONE;
  private boolean rosterAsked;

  ClientDialogue(SessionPurpose purpose) {
    phase = purpose instanceof SessionPurpose.SyncGroup ? Phase.HELLO_SENT : Phase.JOIN_SENT;
  }

  static ClientFrame firstFrame(SessionPurpose purpose) {
    if (purpose instanceof SessionPurpose.JoinMailbox join) {
      return ClientFrame.newBuilder()
          .setMailboxJoin(MailboxJoin.newBuilder().setMailboxId(join.mailbox().bytes()))
          .build();
    }
    Hello hello = ((SessionPurpose.SyncGroup) purpose).hello();
    return ClientFrame.newBuilder().setHello(hello).build();
  }

  /**
   * Takes a frame of the relay.
   *
   * @return whether the session is over with it
   */
  boolean receive(RelayFrame frame) throws ProtocolViolation {
    requireExpected(frame);
    if (frame.hasWelcome()) {
      phase = Phase.MEMBER;
    } else if (isJoined(frame)) {
      phase = Phase.JOINER;
    } else if (phase == Phase.HELLO_SENT && isRefusal(frame)) {
      phase = chain == Chain.COMPLETE ? Phase.CHAIN_SENT : Phase.REFUSED_ONCE;
      return false;
    } else if (phase == Phase.ROSTER_ASKED && frame.hasRosterEntries()
        && !frame.getRosterEntries().getMore()) {
      phase = Phase.REFUSED_ONCE;
    }
    return LastWord.is(frame);
  }

  /** Notes that we send a frame; one that may not be sent now is our own code's fault. */
  void send(ClientFrame frame) {
    boolean allowed = switch (phase) {
      case HELLO_SENT -> frame.hasRosterPresent() && chain != Chain.COMPLETE;
      case REFUSED_ONCE -> (frame.hasRosterPresent() && chain != Chain.COMPLETE)
          || (frame.hasRosterRequest() && !rosterAsked && chain == Chain.NONE);
      case MEMBER -> switch (frame.getFrameCase()) {
        case PUSH, PULL, ACK, SIGNAL, ROSTER_APPEND, MAILBOX_OPEN, MAILBOX_SEND, MAILBOX_CLOSE ->
            true;
        default -> false;
      };
      case JOINER -> frame.hasMailboxSend() || frame.hasMailboxClose();
      case ROSTER_ASKED, CHAIN_SENT, JOIN_SENT -> false;
    };
    if (!allowed) {
      throw new IllegalStateException(frame.getFrameCase() + " may not be sent in phase " + phase);
    }
  }

  /** Notes that a frame was queued. */
  void sent(ClientFrame frame) {
    if (frame.hasRosterRequest()) {
      rosterAsked = true;
      phase = Phase.ROSTER_ASKED;
    }
    if (frame.hasRosterPresent()) {
      chain = frame.getRosterPresent().getMore() ? Chain.BEGUN : Chain.COMPLETE;
      if (phase == Phase.REFUSED_ONCE && chain == Chain.COMPLETE) {
        phase = Phase.CHAIN_SENT;
      }
    }
  }

  /** Whether the relay owes a verdict. After a refusal without a chain it is our turn. */
  boolean awaitsVerdict() {
    return switch (phase) {
      case HELLO_SENT, ROSTER_ASKED, CHAIN_SENT, JOIN_SENT -> true;
      case REFUSED_ONCE, MEMBER, JOINER -> false;
    };
  }

  private void requireExpected(RelayFrame frame) throws ProtocolViolation {
    boolean expected = switch (frame.getFrameCase()) {
      case ERROR, RETRY_LATER, GO_AWAY -> true;
      case ROSTER_ENTRIES -> phase == Phase.MEMBER || phase == Phase.ROSTER_ASKED;
      case WELCOME -> phase == Phase.HELLO_SENT || phase == Phase.CHAIN_SENT;
      case MAILBOX_MESSAGE ->
          phase == Phase.MEMBER || phase == Phase.JOIN_SENT || phase == Phase.JOINER;
      default -> phase == Phase.MEMBER;
    };
    if (!expected) {
      throw ProtocolViolation
          .invalid("The relay sent " + frame.getFrameCase() + " when it may not come.");
    }
  }

  private boolean isJoined(RelayFrame frame) {
    return phase == Phase.JOIN_SENT
        && frame.getMailboxMessage().getEvent() == MailboxEvent.MAILBOX_EVENT_JOINED;
  }

  private static boolean isRefusal(RelayFrame frame) {
    return LastWord.is(frame) && frame.getError().getCode() == ErrorCode.UNAUTHORIZED.code();
  }
}
