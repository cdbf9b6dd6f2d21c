package dev.zerok.protocol.session;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.id.MailboxId;
import dev.zerok.protocol.roster.RosterRequests;
import dev.zerok.protocol.session.RelaySessionEvent.ChainPresented;
import dev.zerok.protocol.session.RelaySessionEvent.CommandReceived;
import dev.zerok.protocol.session.RelaySessionEvent.HelloReceived;
import dev.zerok.protocol.session.RelaySessionEvent.JoinRequested;
import dev.zerok.protocol.session.RelaySessionEvent.RosterRequested;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.Welcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which frame a client may send when, from its first frame on, and what each means (SESS-1, ADMIT-2, ADMIT-3, MBX-2). Knows no
 * bytes and no time.
 */
final class RelayDialogue {
  private enum Phase {
    FIRST_FRAME,
    HELLO_AT_DOOR,
    REFUSED_ONCE,
    ROOT_AT_DOOR,
    CHAIN_AT_DOOR,
    JOIN_AT_DOOR,
    MEMBER,
    JOINER
  }

  private final ByteString noiseKey;
  private final ByteString handshakeHash;
  private boolean rosterAsked;
  private Phase phase = Phase.FIRST_FRAME;
  private @Nullable Hello hello;
  private @Nullable PresentedChain chain;
  private @Nullable MailboxId mailbox;
  private @Nullable MemberCommands commands;

  RelayDialogue(ByteString noiseKey, ByteString handshakeHash) {
    this.noiseKey = noiseKey;
    this.handshakeHash = handshakeHash;
  }

  /** Takes any frame but a Bye that is not the first frame. */
  DialogueStep receive(ClientFrame frame) throws ProtocolViolation {
    return switch (phase) {
      case FIRST_FRAME -> firstFrame(frame);
      case HELLO_AT_DOOR, REFUSED_ONCE -> chainPart(frame);
      case MEMBER -> present(commands).judge(frame);
      case JOINER -> joinerCommand(frame);
      case ROOT_AT_DOOR, CHAIN_AT_DOOR, JOIN_AT_DOOR -> throw tooEarly();
    };
  }

  void admitted(Welcome welcome) {
    requirePhase(Phase.HELLO_AT_DOOR, Phase.CHAIN_AT_DOOR);
    boolean chainMayFollow = phase == Phase.HELLO_AT_DOOR && !present(chain).complete();
    commands = new MemberCommands(present(hello), welcome, chainMayFollow);
    chain = null;
    phase = Phase.MEMBER;
  }

  /** Whether this refusal is final; if not, a chain may follow or be here already. */
  boolean refused() {
    requirePhase(Phase.HELLO_AT_DOOR, Phase.ROOT_AT_DOOR, Phase.CHAIN_AT_DOOR, Phase.JOIN_AT_DOOR);
    boolean last = phase != Phase.HELLO_AT_DOOR;
    if (!last) {
      phase = Phase.REFUSED_ONCE;
    }
    return last;
  }

  void joined() {
    requirePhase(Phase.JOIN_AT_DOOR);
    phase = Phase.JOINER;
  }

  /** Tells that the relay sends this to a device or a joiner. */
  void sent(RelayFrame frame) {
    requirePhase(Phase.MEMBER, Phase.JOINER);
    if (commands != null) {
      commands.sent(frame);
    }
  }

  boolean awaitsFirstFrame() {
    return phase == Phase.FIRST_FRAME;
  }

  /** Whether a device was admitted: only then its bulk frames are its group's affair. */
  boolean isMember() {
    return phase == Phase.MEMBER;
  }

  boolean awaitsChain() {
    return phase == Phase.REFUSED_ONCE;
  }

  /** What the chain, or the part of it, that is held until the verdict takes of the node's budget. */
  long chainCharge() {
    return chain == null ? 0 : chain.charge();
  }

  /** The chain after a refusal, once it is complete. */
  DialogueStep presentChain() {
    PresentedChain came = present(chain);
    if (phase != Phase.REFUSED_ONCE || !came.complete()) {
      return DialogueStep.NOTHING;
    }
    phase = Phase.CHAIN_AT_DOOR;
    return DialogueStep
        .report(new ChainPresented(noiseKey, present(hello), came.entries(), came.accessToken()));
  }

  private DialogueStep firstFrame(ClientFrame frame) throws ProtocolViolation {
    if (frame.hasHello()) {
      ClientShapes.check(frame.getHello());
      hello = frame.getHello();
      chain = new PresentedChain(frame.getHello().getAccessToken());
      phase = Phase.HELLO_AT_DOOR;
      return DialogueStep.report(new HelloReceived(noiseKey, frame.getHello()));
    }
    if (frame.hasMailboxJoin()) {
      MailboxId wanted = MailboxId.fromWire(frame.getMailboxJoin().getMailboxId());
      mailbox = wanted;
      phase = Phase.JOIN_AT_DOOR;
      return DialogueStep.report(new JoinRequested(noiseKey, wanted));
    }
    throw ProtocolViolation.invalid("The first frame must be Hello or MailboxJoin.");
  }

  /** ADMIT-6: once, after the refusal and before a chain. */
  private DialogueStep rosterRequest(ClientFrame frame) throws ProtocolViolation {
    ByteString signature = frame.getRosterRequest().getSignature();
    if (phase != Phase.REFUSED_ONCE || rosterAsked || !present(chain).isEmpty()) {
      throw ProtocolViolation.invalid("RosterRequest comes after the refusal, once.");
    }
    if (signature.size() != RosterRequests.SIGNATURE_LENGTH) {
      throw ProtocolViolation.invalid("A signature has 64 bytes.");
    }
    rosterAsked = true;
    phase = Phase.ROOT_AT_DOOR;
    return DialogueStep.report(
        new RosterRequested(noiseKey, present(hello), signature, handshakeHash));
  }

  /** The relay shows a piece of the roster; behind the last one a chain may come. */
  void rosterShown(boolean more) {
    requirePhase(Phase.ROOT_AT_DOOR);
    if (!more) {
      phase = Phase.REFUSED_ONCE;
    }
  }

  private DialogueStep chainPart(ClientFrame frame) throws ProtocolViolation {
    if (frame.hasRosterRequest()) {
      return rosterRequest(frame);
    }
    if (!frame.hasRosterPresent()) {
      throw tooEarly();
    }
    present(chain).add(frame.getRosterPresent());
    return presentChain();
  }

  private DialogueStep joinerCommand(ClientFrame frame) throws ProtocolViolation {
    ByteString named = switch (frame.getFrameCase()) {
      case MAILBOX_SEND -> frame.getMailboxSend().getMailboxId();
      case MAILBOX_CLOSE -> frame.getMailboxClose().getMailboxId();
      default ->
          throw ProtocolViolation.invalid("A joiner may only send to its mailbox and close it.");
    };
    if (!MailboxId.fromWire(named).equals(mailbox)) {
      throw ProtocolViolation.invalid("A joiner may only use the mailbox that it joined.");
    }
    return DialogueStep.report(new CommandReceived(frame));
  }

  private static ProtocolViolation tooEarly() {
    return ProtocolViolation.invalid("Wait for the relay's answer before the next frame.");
  }

  private void requirePhase(Phase... allowed) {
    if (!List.of(allowed).contains(phase)) {
      throw new IllegalStateException("not allowed in phase " + phase);
    }
  }

  private static <T> T present(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("a later phase's value was asked for");
    }
    return value;
  }
}
