package dev.zerok.protocol.session;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.MailboxId;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.RosterEntry;
import java.util.List;

/** What a {@link RelaySession} reports. Whoever drives it decides and calls back. */
public sealed interface RelaySessionEvent
    permits RelaySessionEvent.HelloReceived,
    RelaySessionEvent.ChainPresented,
    RelaySessionEvent.RosterRequested,
    RelaySessionEvent.JoinRequested,
    RelaySessionEvent.CommandReceived,
    SessionEnded {

  /**
   * A device asks to be admitted; answer with {@link RelaySession#admitted} or {@link RelaySession#refused}.
   *
   * @param noiseKey the 32-byte static key that the handshake proved
   * @param hello its sizes and ranges are checked
   */
  record HelloReceived(ByteString noiseKey, Hello hello) implements RelaySessionEvent {
    /** Without the token. */
    @Override
    public String toString() {
      return "HelloReceived[" + hello.getSerializedSize() + " bytes]";
    }
  }

  /**
   * After a refusal the client presented a whole roster chain; answer with {@link RelaySession#admitted} or {@link
   * RelaySession#refused}.
   *
   * @param chain at least one entry, within the limits of ADMIT-3; nothing else of it is checked
   * @param accessToken may be empty
   */
  record ChainPresented(ByteString noiseKey, Hello hello, List<RosterEntry> chain,
      ByteString accessToken)
      implements RelaySessionEvent {
    public ChainPresented {
      chain = List.copyOf(chain);
    }

    /** Without the token. */
    @Override
    public String toString() {
      return "ChainPresented[" + chain.size() + " entries]";
    }
  }

  /**
   * After a refusal somebody asks in the root's name for the group's roster (ADMIT-6); answer with {@link RelaySession#showRoster}, piece
   * by piece, or {@link RelaySession#refused}.
   *
   * @param signature 64 bytes, not verified
   * @param handshakeHash what it has to be over
   */
  record RosterRequested(ByteString noiseKey, Hello hello, ByteString signature,
      ByteString handshakeHash)
      implements RelaySessionEvent {
    /** Without the token. */
    @Override
    public String toString() {
      return "RosterRequested[" + hello.getSerializedSize() + " bytes]";
    }
  }

  /** A joiner asks for a mailbox; answer with {@link RelaySession#joined} or {@link RelaySession#refused}. */
  record JoinRequested(ByteString noiseKey, MailboxId mailbox) implements RelaySessionEvent {
    @Override
    public String toString() {
      return "JoinRequested[" + mailbox + "]";
    }
  }

  /**
   * A command that this session may give: of a device Push, Ack, RosterAppend, MailboxOpen, MailboxSend or MailboxClose; of a joiner
   * MailboxSend or MailboxClose of its own mailbox. Its shape is checked; what it asks for is not.
   */
  record CommandReceived(ClientFrame command) implements RelaySessionEvent {
    /** Without what it carries. */
    @Override
    public String toString() {
      return "CommandReceived[" + command.getFrameCase() + ", " + command.getSerializedSize()
          + " bytes]";
    }
  }
}
