package dev.zerok.protocol.pairing;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.admin.JoinSignatures;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.pairing.PairingEvent.AboutReceived;
import dev.zerok.protocol.pairing.PairingEvent.Admitted;
import dev.zerok.protocol.pairing.PairingEvent.HandshakeDone;
import dev.zerok.protocol.pairing.PairingEvent.WordsReady;
import dev.zerok.protocol.wire.PairAbortReason;
import dev.zerok.protocol.wire.PairAbout;
import dev.zerok.protocol.wire.PairCommit;
import dev.zerok.protocol.wire.PairConsent;
import dev.zerok.protocol.wire.PairDone;
import dev.zerok.protocol.wire.PairMessage;
import dev.zerok.protocol.wire.PairOffer;
import dev.zerok.protocol.wire.PairOpen;
import java.util.List;

/**
 * The side of a pairing that wants to come in (PROTOCOL.md § 9). No I/O: feed it the mailbox's bodies and the person's answers, and
 * carry out the events in their order.
 *
 * <p>{@link #start} once the mailbox says JOINED; {@link #receive} for each body; after AboutReceived ask the person, then {@link
 * #consent} or {@link #decline}; after Admitted keep everything on disk, then {@link #done}. After the end (PairingAborted, or
 * done) every call gives no events, because bodies and answers may cross.
 *
 * <p>Threads: confined to one at a time. Closing wipes the channel's keys, never the device's.
 */
public final class Joiner implements AutoCloseable {
  private enum Phase {
    NEW,
    COMMITTED,
    OPENED,
    ASKED,
    CONSENTED,
    ADMITTED,
    OVER
  }

  private static final int RANDOM_BYTES = 32;

  private final Crypto crypto;
  private final PairingInvite invite;
  private final GroupId group;
  private final DeviceKeyPairs keys;
  private final PairingChannel channel;
  private final PairOpen open;
  private ByteString handshakeHash = ByteString.EMPTY;
  private List<String> words = List.of();
  private Phase phase = Phase.NEW;

  /**
   * @param invite from {@link InviteLink#parse}; stays the caller's and is read here only
   * @param keys fresh ones, made for this group; they stay the caller's
   * @param deviceName shown at the inviter: at most 256 characters, no control characters
   */
  public Joiner(Crypto crypto, PairingInvite invite, DeviceKeyPairs keys, String deviceName,
      RandomSource random) {
    if (!PairingChecks.isShowable(deviceName)) {
      throw new IllegalArgumentException(
          "a device name has at most 256 characters and no control characters");
    }
    this.crypto = crypto;
    this.invite = invite;
    this.group = invite.group();
    this.keys = keys;
    this.open =
        PairOpen.newBuilder()
            .setRandom(ByteString.copyFrom(random.bytes(RANDOM_BYTES)))
            .setKeys(keys.publicKeys())
            .setName(deviceName)
            .build();
    this.channel = PairingChannel.joiner(crypto, invite, keys.noise(), random);
  }

  /**
   * The first body; or the end, if the invite has expired meanwhile (INVITE-2).
   *
   * @param nowSeconds Unix time
   */
  public List<PairingEvent> start(long nowSeconds) {
    require(Phase.NEW);
    if (invite.isExpired(nowSeconds)) {
      return abort(PairAbortReason.PAIR_ABORT_REASON_EXPIRED,
          "The invite has expired. Ask for a new one.");
    }
    try {
      PairCommit commit =
          PairCommit.newBuilder()
              .setCommitment(PairingHashes.commitment(crypto, group, open))
              .build();
      phase = Phase.COMMITTED;
      return List.of(channel.writeHandshake(commit));
    } catch (PairingFailure e) {
      return abort(e.reason(), e.words());
    }
  }

  /**
   * A body from the inviter. Whatever it holds, the worst outcome is PairingAborted; once Admitted came nothing can undo that, and
   * bodies are ignored.
   */
  public List<PairingEvent> receive(byte[] body) {
    if (phase == Phase.OVER || phase == Phase.ADMITTED) {
      return List.of();
    }
    try {
      if (body.length > Limits.MAILBOX_BODY_BYTES) {
        throw PairingFailure.failed("The relay delivered more than a mailbox may hold.");
      }
      return switch (phase) {
        case NEW -> throw PairingFailure.failed("The other side spoke before it was asked.");
        case COMMITTED -> offerReceived(channel.readHandshake(PairOffer.parser(), body));
        default -> messageReceived(channel.receive(body));
      };
    } catch (PairingFailure e) {
      return abort(e.reason(), e.words());
    }
  }

  /** The person agreed to what AboutReceived said (PAIR-2): says so to the inviter and gives the words to show. */
  public List<PairingEvent> consent() {
    if (phase == Phase.OVER) {
      return List.of();
    }
    require(Phase.ASKED);
    ByteString signature = JoinSignatures.sign(crypto, group, keys, handshakeHash);
    PairConsent consent = PairConsent.newBuilder().setSignature(signature).build();
    phase = Phase.CONSENTED;
    return List.of(channel.send(PairMessage.newBuilder().setConsent(consent).build()),
        new WordsReady(words));
  }

  /** The person said no, at whatever point; tells the inviter. */
  public List<PairingEvent> decline() {
    if (phase == Phase.OVER) {
      return List.of();
    }
    String abortWords =
        mayStandInRoster()
            ? "You stopped the pairing, but this device may stand in the group already. Ask the other person to remove it."
            : "You declined. Nothing was shared.";
    return abort(PairAbortReason.PAIR_ABORT_REASON_DECLINED, abortWords);
  }

  /** Everything of Admitted is on this device's disk: tells the inviter; both close. */
  public List<PairingEvent> done() {
    if (phase == Phase.OVER) {
      return List.of();
    }
    require(Phase.ADMITTED);
    phase = Phase.OVER;
    PairMessage message = PairMessage.newBuilder().setDone(PairDone.getDefaultInstance()).build();
    List<PairingEvent> events = List.of(channel.send(message));
    channel.close();
    return events;
  }

  /** The mailbox was closed, expired, or the connection broke. Harmless once Admitted came. */
  public List<PairingEvent> mailboxClosed() {
    boolean admitted = phase == Phase.ADMITTED;
    if (phase == Phase.OVER || admitted) {
      return List.of();
    }
    String abortWords =
        mayStandInRoster()
            ? "The connection ended before pairing was done. Ask the other person to remove this device, should it stand in the group, and for a new invite."
            : "The connection to the other device ended before pairing was done. Ask for a new invite.";
    return abort(PairAbortReason.PAIR_ABORT_REASON_FAILED, abortWords);
  }

  @Override
  public void close() {
    phase = Phase.OVER;
    channel.close();
  }

  private List<PairingEvent> offerReceived(PairOffer offer) throws PairingFailure {
    PairingChecks.requireRandom(offer.getRandom());
    PairingChecks.requireKeys(crypto, offer.getKeys(), channel.remoteStatic());
    PairingEvent message3 = channel.writeHandshake(open);
    words =
        PairingHashes.words(
            crypto,
            group,
            new PairingHashes.Share(open.getRandom(), channel.localEphemeral(), open.getKeys()),
            new PairingHashes.Share(offer.getRandom(), channel.remoteEphemeral(), offer.getKeys()));
    handshakeHash = channel.establish();
    phase = Phase.OPENED;
    return List.of(message3);
  }

  private List<PairingEvent> messageReceived(PairMessage message) throws PairingFailure {
    if (message.hasAbort()) {
      phase = Phase.OVER;
      return channel.abortedByPeer(message.getAbort());
    }
    if (phase == Phase.OPENED && message.hasAbout()) {
      return aboutReceived(message.getAbout());
    }
    if (phase == Phase.CONSENTED && message.hasAdmit()) {
      PairAdmission admission = PairAdmission.fromWire(message.getAdmit());
      phase = Phase.ADMITTED;
      return List.of(new Admitted(admission));
    }
    throw PairingFailure
        .failed("The other side sent something out of turn. Update both programs and try again.");
  }

  private List<PairingEvent> aboutReceived(PairAbout about) throws PairingFailure {
    PairingChecks.requireShowable(about.getGroupName());
    PairingChecks.requireShowable(about.getInviterName());
    phase = Phase.ASKED;
    return List.of(
        new HandshakeDone(),
        new AboutReceived(about.getGroupName(), about.getInviterName(), about.getHasHistory()));
  }

  /** Whether the person at the inviter may have picked the words, and the Add may be on its way. */
  private boolean mayStandInRoster() {
    return phase == Phase.CONSENTED || phase == Phase.ADMITTED;
  }

  private List<PairingEvent> abort(PairAbortReason reason, String abortWords) {
    phase = Phase.OVER;
    return channel.abort(reason, abortWords);
  }

  private void require(Phase expected) {
    if (phase != expected) {
      throw new IllegalStateException("this belongs to phase " + expected + ", not to " + phase);
    }
  }
}
