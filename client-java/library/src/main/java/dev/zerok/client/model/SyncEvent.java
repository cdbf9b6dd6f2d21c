package dev.zerok.client.model;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.DeviceId;
import java.util.Set;

/**
 * Something that an app may want to know. Events arrive one at a time, in order, on the client's callback executor. Each has
 * {@link #words}: one or two sentences for a person, saying what to do where something can be done.
 */
public sealed interface SyncEvent {
  /** What happened, and what to do about it. */
  String words();

  /** The relay admitted this device. {@code pending} blobs are waiting. */
  record Connected(String relayUrl, long headCursor, long pending) implements SyncEvent {
    @Override
    public String words() {
      return "Connected to " + relayUrl + "; " + pending + " waiting.";
    }
  }

  /** The session ended. The client comes back by itself after {@code retryInMillis}; −1: it does not. */
  record Disconnected(String reason, long retryInMillis) implements SyncEvent {
    @Override
    public String words() {
      return "Disconnected: " + reason
          + (retryInMillis < 0
              ? " The client does not come back by itself."
              : " Next try in " + retryInMillis + " ms.");
    }
  }

  /** Everything up to {@code cursor} was received; what comes now is live. Once per session. */
  record CaughtUp(long cursor) implements SyncEvent {
    @Override
    public String words() {
      return "Caught up.";
    }
  }

  /** Others of the group connected or went, in the relay's word; {@code online} are those that are connected now. */
  record PresenceChanged(Set<DeviceId> online) implements SyncEvent {
    public PresenceChanged {
      online = Set.copyOf(online);
    }

    @Override
    public String words() {
      return switch (online.size()) {
        case 0 -> "No other device is online.";
        case 1 -> "1 other device is online.";
        default -> online.size() + " other devices are online.";
      };
    }
  }

  /** Another device of the group signals, at this moment; nobody stores it. */
  record SignalReceived(DeviceId sender, String contentType, ByteString body)
      implements SyncEvent {
    @Override
    public String words() {
      return "Device " + sender + " signals.";
    }

    /** Without the body. */
    @Override
    public String toString() {
      return "SignalReceived[" + sender + ", " + body.size() + " bytes]";
    }
  }

  /** A device was added to the group (PAIR-7). If nobody here knows why, remove it. */
  record DeviceJoined(DeviceId device, boolean admin, boolean self) implements SyncEvent {
    @Override
    public String words() {
      return "Device " + device + " joined the group" + (admin ? " as an admin." : ".")
          + (self ? "" : " If you do not know it, remove it.");
    }
  }

  /** Another device left, was removed or replaced. What it pushes later counts for nobody. */
  record DeviceGone(DeviceId device, String how) implements SyncEvent {
    @Override
    public String words() {
      return "Device " + device + " is out of the group: " + how + ".";
    }
  }

  /** A device's role changed. */
  record RoleChanged(DeviceId device, String role) implements SyncEvent {
    @Override
    public String words() {
      return "Device " + device + " is now " + role + ".";
    }
  }

  /** A new epoch: what is pushed from now on is sealed under a new key. */
  record EpochStarted(int epoch) implements SyncEvent {
    @Override
    public String words() {
      return "Epoch " + epoch + " began.";
    }
  }

  /** The holder of the recovery kit replaced the device list. */
  record DeviceListReset() implements SyncEvent {
    @Override
    public String words() {
      return "The device list was replaced with the group's recovery kit.";
    }
  }

  /** This device is out: a verified roster entry says so. The client stopped; what it has stays. */
  record RemovedFromGroup(String how) implements SyncEvent {
    @Override
    public String words() {
      return "This device is no longer in the group: " + how + ". To come back, pair it again.";
    }
  }

  /** The group was closed by an admin or with the recovery kit. */
  record GroupEnded() implements SyncEvent {
    @Override
    public String words() {
      return "The group was closed. What this device has stays.";
    }
  }

  /** The relay refused this device. It does not say why; nobody learns whether a group exists. */
  record NotAdmitted(String advice) implements SyncEvent {
    @Override
    public String words() {
      return advice;
    }
  }

  /**
   * The relay shows this device another history than others, or its own (RECV-6): never by accident. The client stopped and
   * acknowledges nothing more.
   */
  record ForkDetected(String evidence) implements SyncEvent {
    @Override
    public String words() {
      return "The relay's history does not fit: " + evidence
          + ". Nothing more is acknowledged. Compare with another device, then pair again at a relay that you trust.";
    }
  }

  /** The relay cannot deliver {@code from..to}: expired, or lost by it. */
  record GapReported(long from, long to, boolean lost) implements SyncEvent {
    @Override
    public String words() {
      return (to - from + 1) + (lost
          ? " entries were lost by the relay."
          : " entries expired before this device came.");
    }
  }

  /**
   * Blobs in {@code from..to} were not delivered and no checkpoint took their place (CKPT-6): this device's state lacks them, or its
   * group's history from before it joined.
   */
  record HistoryLost(long from, long to) implements SyncEvent {
    @Override
    public String words() {
      return "Entries " + from + " to " + to
          + " did not reach this device, and no other device's state made up for them. Make a checkpoint on a device that has"
          + " everything while this one is away, or copy the data over by hand.";
    }
  }

  /**
   * After the relay lost an earlier log (RESET-4): what {@code sender} pushed under {@code from..to} of its sequence is not in the new one,
   * and this device never had it. Large contents and checkpoints count among it.
   */
  record PushesMissing(DeviceId sender, long from, long to) implements SyncEvent {
    @Override
    public String words() {
      return "Pushes " + from + " to " + to + " of device " + sender
          + " were lost with the relay's data before they reached this device. Bring that device online, or copy over from one that has"
          + " everything.";
    }
  }

  /** The app could not write a stream's state down, so that a device that joined, or was away too long, goes on waiting for it. */
  record SnapshotFailed(String stream, String reason) implements SyncEvent {
    @Override
    public String words() {
      return "The state of stream \"" + stream + "\" could not be pushed for other devices ("
          + reason
          + "). Mend that, then make a checkpoint.";
    }
  }

  /** A blob did not open. It is kept here and tried again with every new epoch key (RECV-3). */
  record BlobParked(DeviceId sender, long deviceSeq, long cursor, String reason)
      implements SyncEvent {
    @Override
    public String words() {
      return "A blob of device " + sender + " does not open (" + reason
          + "). It is kept and tried again with new keys.";
    }
  }

  /** The parking store is full; the client stopped receiving. */
  record ParkingFull(int blobs) implements SyncEvent {
    @Override
    public String words() {
      return blobs
          + " blobs do not open and no more can be kept; receiving stopped. Remove the device that sends them.";
    }
  }

  /** The handler refused a blob; it is handed over again after a pause and is not acknowledged. */
  record BlobNotApplied(long cursor, String reason, long retryInMillis) implements SyncEvent {
    @Override
    public String words() {
      return "The app could not apply a blob (" + reason + "); it gets it again in " + retryInMillis
          + " ms.";
    }
  }

  /** This store is an old copy or a clone (RECV-8): the relay knows newer pushes or acknowledgements of this device. */
  record StoreIsOlder(String evidence) implements SyncEvent {
    @Override
    public String words() {
      return "This store is an old copy (" + evidence
          + "). Nothing is pushed. Pair this device again under fresh keys in the place of the old one; then move the old outbox over.";
    }
  }

  /**
   * A push can never be accepted; its place in the sequence is filled with an empty one.
   *
   * @param relaySays the relay's own words, foreign text that is safe to show on one line
   */
  record PushRejected(long deviceSeq, String relaySays) implements SyncEvent {
    @Override
    public String words() {
      return "The relay refused push " + deviceSeq + " for good and says: \"" + relaySays + "\"";
    }
  }

  /**
   * The relay cannot take pushes for now. They stay in the outbox and go out later by themselves.
   *
   * @param advice what its error means in general and what helps then
   * @param relaySays the relay's own words, which know more of this case: foreign text that is safe to show on one line; may be empty
   */
  record PushDelayed(long deviceSeq, String advice, String relaySays, long retryInMillis)
      implements SyncEvent {
    @Override
    public String words() {
      return relaySays.isEmpty()
          ? "The relay does not take pushes for now. " + advice
          : "The relay does not take pushes for now and says: \"" + relaySays + "\"";
    }
  }

  /** A device says that it cannot open its key of this epoch. An admin's client answers with a new epoch by itself. */
  record BadBox(DeviceId device, int epoch) implements SyncEvent {
    @Override
    public String words() {
      return "Device " + device + " got a key of epoch " + epoch
          + " that does not open. If this repeats, remove the device that made it.";
    }
  }

  /** The roster holds something that this version does not know (ROSTER-9). The client stopped. */
  record UpdateNeeded(String what) implements SyncEvent {
    @Override
    public String words() {
      return "This version is too old for the group (" + what + "). Update it; nothing is lost.";
    }
  }

  /**
   * The relay lost data of the group: it was emptied, or went back to an old copy (RESET-1). The client goes on by itself: it begins at
   * the start of the relay's new log, and pushes {@code again} acknowledged pushes that other devices may not have.
   */
  record RelayLostData(String reason, int again) implements SyncEvent {
    @Override
    public String words() {
      return "The relay lost data of this group (" + reason
          + "). This device brings back what it has: "
          + again
          + " pushes go out again. Bring every other device online once, and tell the relay's operator.";
    }
  }

  /** The relay lost data and does not say so properly, so that this client cannot bring it back (LOG-3). The outbox is kept; it stopped. */
  record RelayReset(String reason) implements SyncEvent {
    @Override
    public String words() {
      return "The relay lost data of this group and does not let this device bring it back ("
          + reason
          + "). Your outbox is kept. Ask the relay's operator whether it can be restored; otherwise create a new group.";
    }
  }

  /** Another session of this very device displaced this one; the client does not come back by itself (SESS-4). */
  record Displaced() implements SyncEvent {
    @Override
    public String words() {
      return "This device connected from elsewhere. Close the other one, or pair a device of its own if its store was copied.";
    }
  }

  /** Somebody else tried to use an invite: an alarm (PAIR-6). */
  record InviteAlarm() implements SyncEvent {
    @Override
    public String words() {
      return "Somebody else tried to use your invite. Do not approve words that do not match; invite again over another way.";
    }
  }

  /**
   * Somebody used an invite by code or passphrase and did not know the words, or sent what no honest program sends (PAKE-5): the other
   * person mistyped, or somebody guessed. The code is burnt.
   */
  record CodeAlarm() implements SyncEvent {
    @Override
    public String words() {
      return "Somebody used your code with the wrong words. It is burnt and nothing was shared. If the other person did not mistype,"
          + " invite over another way.";
    }
  }

  /** The relay proved a next identity, signed by the former one (RID-2). It is pinned from now on. */
  record RelayIdentityChanged(String identityHex) implements SyncEvent {
    @Override
    public String words() {
      return "The relay has a new identity, vouched for by the former one: " + identityHex;
    }
  }

  /**
   * What answers at the relay's address does not prove to be the pinned relay (RID-1): the handshake ended before anything was said. The
   * client tries again by itself.
   */
  record RelayNotTrusted(String reason) implements SyncEvent {
    @Override
    public String words() {
      return "What answers at the relay's address is not the relay that this device trusts ("
          + reason + "). Check the address; if the relay was set up anew, pair this device again.";
    }
  }

  /** This device's clock and the relay's differ by more than a minute: {@code aheadMillis}, below 0 if this one is behind. */
  record ClockOff(long aheadMillis) implements SyncEvent {
    /** A difference up to this is nothing to speak of, in milliseconds. */
    public static final long TOLERATED_MILLIS = 60_000;

    @Override
    public String words() {
      long seconds = Math.abs(aheadMillis) / 1_000;
      return "This device's clock is " + seconds + " s "
          + (aheadMillis > 0 ? "ahead of" : "behind")
          + " the relay's. Set it right: invites expire by it, and a relay's certificate may seem expired.";
    }
  }

  /** News of a large content, own or of another device. */
  record ContentNews(ContentEvent event) implements SyncEvent {
    @Override
    public String words() {
      return event.words();
    }
  }

  /** The callback executor fell behind; {@code count} events were dropped. */
  record EventsLost(int count) implements SyncEvent {
    @Override
    public String words() {
      return count + " events were dropped because the app took them too slowly.";
    }
  }

  /** The client stopped for a reason of this machine: the store cannot be written, or a defect. */
  record Failed(String reason) implements SyncEvent {
    @Override
    public String words() {
      return reason;
    }
  }
}
