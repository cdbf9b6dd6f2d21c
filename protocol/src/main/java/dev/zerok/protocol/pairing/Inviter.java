package dev.zerok.protocol.pairing;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.admin.JoinSignatures;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.identity.DeviceIds;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.pairing.PairingEvent.ConsentReceived;
import dev.zerok.protocol.pairing.PairingEvent.HandshakeDone;
import dev.zerok.protocol.pairing.PairingEvent.PairingUnconfirmed;
import dev.zerok.protocol.pairing.PairingEvent.PeerDone;
import dev.zerok.protocol.pairing.PairingEvent.SecondJoinAlarm;
import dev.zerok.protocol.pairing.PairingEvent.WordsMatched;
import dev.zerok.protocol.wire.DeviceEntry;
import dev.zerok.protocol.wire.DeviceKeys;
import dev.zerok.protocol.wire.PairAbortReason;
import dev.zerok.protocol.wire.PairAbout;
import dev.zerok.protocol.wire.PairCommit;
import dev.zerok.protocol.wire.PairConsent;
import dev.zerok.protocol.wire.PairMessage;
import dev.zerok.protocol.wire.PairOffer;
import dev.zerok.protocol.wire.PairOpen;
import dev.zerok.protocol.wire.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The side of a pairing that lets somebody in (PROTOCOL.md § 9). No I/O: feed it the mailbox's bodies, the time and the person's
 * answers, and carry out the events in their order. One object is one invite: used once, whatever comes (INVITE-3).
 *
 * <p>{@link #receive} for each body; after ConsentReceived show the choices, then {@link #pick} or {@link #none}; after WordsMatched
 * append an Add with {@link #approve}'s entry, and once that Add is applied {@link #admit}. From WordsMatched on it ends with
 * PeerDone or PairingUnconfirmed, before with PairingAborted. After the end every call gives no events,
 * because bodies and answers may cross; only {@link #secondJoin} still alarms.
 *
 * <p>Threads: confined to one at a time. Closing wipes the channel's keys, never the device's.
 */
public final class Inviter implements AutoCloseable {
  private enum Phase {
    WAITING,
    OFFERED,
    OPENED,
    CHOOSING,
    MATCHED,
    ADMITTED,
    OVER
  }

  private static final int RANDOM_BYTES = 32;

  private final Crypto crypto;
  private final PairingInvite invite;
  private final GroupId group;
  private final RandomSource random;
  private final PairingChannel channel;
  private final PairAbout about;
  private final PairOffer offer;
  private ByteString commitment = ByteString.EMPTY;
  private PairOpen joiner = PairOpen.getDefaultInstance();
  private ByteString handshakeHash = ByteString.EMPTY;
  private ByteString signature = ByteString.EMPTY;
  private List<String> words = List.of();
  private @Nullable WordChoices choices;
  private Phase phase = Phase.WAITING;

  /**
   * @param invite as it was given to {@link InviteLink#format}; stays the caller's and is read here only
   * @param keys this device's own; they stay the caller's
   * @param groupName shown at the joiner: at most 256 characters, no control characters
   * @param inviterName likewise
   * @param hasHistory whether the app can give a new device what was there before
   */
  public Inviter(
      Crypto crypto,
      PairingInvite invite,
      DeviceKeyPairs keys,
      String groupName,
      String inviterName,
      boolean hasHistory,
      RandomSource random) {
    if (!PairingChecks.isShowable(groupName) || !PairingChecks.isShowable(inviterName)) {
      throw new IllegalArgumentException(
          "names have at most 256 characters and no control characters");
    }
    this.crypto = crypto;
    this.invite = invite;
    this.group = invite.group();
    this.random = random;
    this.about =
        PairAbout.newBuilder()
            .setGroupName(groupName)
            .setInviterName(inviterName)
            .setHasHistory(hasHistory)
            .build();
    this.offer =
        PairOffer.newBuilder()
            .setRandom(ByteString.copyFrom(random.bytes(RANDOM_BYTES)))
            .setKeys(keys.publicKeys())
            .build();
    this.channel = PairingChannel.inviter(crypto, invite, keys.noise(), random);
  }

  /**
   * A body from the joiner. Whatever it holds, the worst outcome is PairingAborted or PairingUnconfirmed.
   *
   * @param nowSeconds Unix time
   */
  public List<PairingEvent> receive(byte[] body, long nowSeconds) {
    List<PairingEvent> expired = tick(nowSeconds);
    if (phase == Phase.OVER) {
      return expired;
    }
    try {
      if (body.length > Limits.MAILBOX_BODY_BYTES) {
        throw PairingFailure.failed("The relay delivered more than a mailbox may hold.");
      }
      return switch (phase) {
        case WAITING -> commitReceived(channel.readHandshake(PairCommit.parser(), body));
        case OFFERED -> openReceived(channel.readHandshake(PairOpen.parser(), body));
        default -> messageReceived(channel.receive(body));
      };
    } catch (PairingFailure e) {
      return abort(e.reason(), e.words());
    }
  }

  /**
   * Burns the invite if its time is over and nobody was let in (INVITE-2). Call it at the invite's expiry, at least.
   *
   * @param nowSeconds Unix time
   */
  public List<PairingEvent> tick(long nowSeconds) {
    if (isMatched() || !invite.isExpired(nowSeconds)) {
      return List.of();
    }
    return abort(PairAbortReason.PAIR_ABORT_REASON_EXPIRED,
        "The invite has expired. Make a new one.");
  }

  /**
   * The person picked that choice. A wrong one burns the invite (PAIR-3).
   *
   * @param index 0 to 3, as in ConsentReceived
   * @param nowSeconds Unix time
   */
  public List<PairingEvent> pick(int index, long nowSeconds) {
    List<PairingEvent> expired = tick(nowSeconds);
    if (phase == Phase.OVER) {
      return expired;
    }
    require(Phase.CHOOSING);
    if (choices == null || !choices.isRight(index)) {
      return none();
    }
    phase = Phase.MATCHED;
    return List.of(new WordsMatched());
  }

  /** The person saw none of the choices at the joiner: burns the invite (PAIR-3). */
  public List<PairingEvent> none() {
    if (phase == Phase.OVER) {
      return List.of();
    }
    require(Phase.CHOOSING);
    return abort(
        PairAbortReason.PAIR_ABORT_REASON_WORDS_DIFFER,
        "The words do not match: this may be somebody else's device. Nothing was shared. Make a new invite.");
  }

  /** The person gave the pairing up, at whatever point. */
  public List<PairingEvent> cancel() {
    if (phase == Phase.OVER) {
      return List.of();
    }
    return abort(PairAbortReason.PAIR_ABORT_REASON_DECLINED,
        "You stopped the pairing. The invite is void.");
  }

  /**
   * The entry for the Add, with the joiner's own signature over this very channel (PAIR-4).
   *
   * @param role member or admin
   * @throws IllegalStateException before WordsMatched or after the end
   */
  public DeviceEntry approve(Role role) {
    require(Phase.MATCHED);
    if (role != Role.ROLE_MEMBER && role != Role.ROLE_ADMIN) {
      throw new IllegalArgumentException("a new device is a member or an admin, not " + role);
    }
    return DeviceEntry.newBuilder()
        .setKeys(joiner.getKeys())
        .setRole(role)
        .setHandshakeHash(handshakeHash)
        .setSignature(signature)
        .build();
  }

  /** The Add is applied here: gives the joiner what it needs. The admission's secrets stay the caller's. */
  public List<PairingEvent> admit(PairAdmission admission) {
    if (phase == Phase.OVER) {
      return List.of();
    }
    require(Phase.MATCHED);
    phase = Phase.ADMITTED;
    return List.of(channel.send(PairMessage.newBuilder().setAdmit(admission.toWire()).build()));
  }

  /** Somebody else tried to join the mailbox: an alarm, and the end unless the right words were already picked (PAIR-6). */
  public List<PairingEvent> secondJoin() {
    List<PairingEvent> events = new ArrayList<>();
    events.add(new SecondJoinAlarm());
    if (!isMatched()) {
      events.addAll(
          abort(
              PairAbortReason.PAIR_ABORT_REASON_FAILED,
              "Somebody else used this invite too: it is void. Make a new one and show it to nobody else."));
    }
    return List.copyOf(events);
  }

  /** The mailbox was closed, expired, or the connection broke before PeerDone: burns the invite (PAIR-3). */
  public List<PairingEvent> mailboxClosed() {
    if (phase == Phase.OVER) {
      return List.of();
    }
    return abort(PairAbortReason.PAIR_ABORT_REASON_FAILED,
        "The connection to the other device ended before pairing was done. Make a new invite.");
  }

  @Override
  public void close() {
    phase = Phase.OVER;
    channel.close();
  }

  private List<PairingEvent> commitReceived(PairCommit commit) throws PairingFailure {
    if (commit.getCommitment().size() != Sha256.LENGTH) {
      throw PairingFailure.failed("The other device sent a commitment of the wrong size.");
    }
    commitment = commit.getCommitment();
    PairingEvent message2 = channel.writeHandshake(offer);
    phase = Phase.OFFERED;
    return List.of(message2);
  }

  private List<PairingEvent> openReceived(PairOpen open) throws PairingFailure {
    if (!PairingHashes.commitment(crypto, group, open).equals(commitment)) {
      throw PairingFailure
          .failed("The other device changed its mind about who it is: somebody is in between.");
    }
    PairingChecks.requireRandom(open.getRandom());
    PairingChecks.requireKeys(crypto, open.getKeys(), channel.remoteStatic());
    PairingChecks.requireShowable(open.getName());
    joiner = open;
    words =
        PairingHashes.words(
            crypto,
            group,
            new PairingHashes.Share(open.getRandom(), channel.remoteEphemeral(), open.getKeys()),
            new PairingHashes.Share(offer.getRandom(), channel.localEphemeral(), offer.getKeys()));
    handshakeHash = channel.establish();
    phase = Phase.OPENED;
    return List.of(new HandshakeDone(),
        channel.send(PairMessage.newBuilder().setAbout(about).build()));
  }

  private List<PairingEvent> messageReceived(PairMessage message) throws PairingFailure {
    if (message.hasAbort()) {
      boolean matched = isMatched();
      phase = Phase.OVER;
      List<PairingEvent> aborted = channel.abortedByPeer(message.getAbort());
      return matched ? List.of(unconfirmed()) : aborted;
    }
    if (phase == Phase.OPENED && message.hasConsent()) {
      return consentReceived(message.getConsent());
    }
    if (phase == Phase.ADMITTED && message.hasDone()) {
      close();
      return List.of(new PeerDone());
    }
    throw PairingFailure
        .failed("The other side sent something out of turn. Update both programs and try again.");
  }

  private List<PairingEvent> consentReceived(PairConsent consent) throws PairingFailure {
    DeviceKeys keys = joiner.getKeys();
    if (!JoinSignatures.verify(crypto, group, keys, handshakeHash, consent.getSignature())) {
      throw PairingFailure.failed("The other device's consent is not signed with its own key.");
    }
    signature = consent.getSignature();
    WordChoices shown = WordChoices.around(words, random);
    choices = shown;
    phase = Phase.CHOOSING;
    return List.of(new ConsentReceived(joiner.getName(), device(), shown.choices()));
  }

  private List<PairingEvent> abort(PairAbortReason reason, String abortWords) {
    boolean matched = isMatched();
    phase = Phase.OVER;
    return matched ? channel.abort(reason, unconfirmed()) : channel.abort(reason, abortWords);
  }

  /** Whether the Add may be on its way (PAIR-3). */
  private boolean isMatched() {
    return phase == Phase.MATCHED || phase == Phase.ADMITTED;
  }

  private PairingUnconfirmed unconfirmed() {
    return new PairingUnconfirmed(device(),
        "The new device did not confirm, but may stand in the group already: remove it, then make a new invite.");
  }

  private DeviceId device() {
    return DeviceIds.of(crypto.suite(), group, joiner.getKeys());
  }

  private void require(Phase expected) {
    if (phase != expected) {
      throw new IllegalStateException("this belongs to phase " + expected + ", not to " + phase);
    }
  }
}
