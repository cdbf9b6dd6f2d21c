package dev.zerok.protocol.session;

import dev.zerok.protocol.identity.VerifiedRelay;
import dev.zerok.protocol.wire.RelayFrame;

/** What a {@link ClientSession} reports. */
public sealed interface ClientSessionEvent
    permits ClientSessionEvent.RelayVerified, ClientSessionEvent.FrameReceived, SessionEnded {

  /**
   * The handshake is complete and the relay is the one that was asked for; the first frame is on its way. Where {@code relay} names
   * another identity than the pinned one (RID-2), it is to be pinned from now on.
   */
  record RelayVerified(VerifiedRelay relay) implements ClientSessionEvent {}

  /** A frame that may come in this phase of a session. What it says is the relay's word: nothing of it is checked. */
  record FrameReceived(RelayFrame frame) implements ClientSessionEvent {
    /** Without what it carries. */
    @Override
    public String toString() {
      return "FrameReceived[" + frame.getFrameCase() + ", " + frame.getSerializedSize() + " bytes]";
    }
  }
}
