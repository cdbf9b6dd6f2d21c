package dev.zerok.relay.edge;

import dev.zerok.protocol.session.SessionEnded;
import dev.zerok.relay.door.TicketFault;

/** Told what happens on the public socket, for counters and logs. Any thread; never blocks, never throws. */
public interface EdgeObserver {
  /** Why a socket was taken away without a close frame. */
  enum CutReason {
    /** The node holds as many connections, or as many strangers, as it may. */
    FULL,
    /** Its address prefix holds as many unadmitted sockets as one may. */
    ADDRESS_FULL,
    /** The upgrade was not finished in time. */
    UPGRADE_DEADLINE,
    /** The peer took nothing for too long. */
    STALLED,
    /** The peer did not finish closing. */
    UNFINISHED_CLOSE,
    /** The transport failed. */
    BROKEN
  }

  /** What one address prefix may have only so many of. */
  enum AddressLimit {
    HANDSHAKES,
    UNADMITTED
  }

  void opened();

  void closed();

  void cut(CutReason reason);

  /** An upgrade was answered with this HTTP status. */
  void upgradeRefused(int status);

  /** A socket or an upgrade was refused since its address prefix is at this limit. */
  void addressLimited(AddressLimit limit);

  /** The door let somebody begin his handshake; {@code inSlot}: who had been given a slot before, and kept it. */
  void letIn(boolean inSlot);

  /** The door told somebody when to come back. */
  void slotGiven();

  /** Somebody showed a ticket that counted as none. */
  void ticketRefused(TicketFault fault);

  /** A device was admitted; {@link #sessionClosed} follows. */
  void sessionOpened();

  void sessionClosed();

  /** A session ended for a reason of the protocol; its words hold no id and no address. */
  void ended(SessionEnded how);

  /** A WebSocket broke the rules of its layer and was closed with this code. */
  void violated(int closeCode);

  /** Our own code failed on one connection, which is closed. */
  void defect(Throwable failure);

  /** A signal was not given to a session in which much waits already (SIGNAL-4). */
  void signalSkipped();

  /** A blob was handed to a session's queue. */
  void delivered(int payloadBytes);
}
