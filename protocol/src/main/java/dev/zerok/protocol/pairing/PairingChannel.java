package dev.zerok.protocol.pairing;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.zerok.protocol.canonical.Canonical;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.noise.Handshake;
import dev.zerok.protocol.noise.HandshakeKeys;
import dev.zerok.protocol.noise.NoiseException;
import dev.zerok.protocol.noise.NoisePattern;
import dev.zerok.protocol.noise.NoiseProtocol;
import dev.zerok.protocol.noise.Transport;
import dev.zerok.protocol.pairing.PairingEvent.PairingAborted;
import dev.zerok.protocol.pairing.PairingEvent.SendBody;
import dev.zerok.protocol.wire.PairAbort;
import dev.zerok.protocol.wire.PairAbortReason;
import dev.zerok.protocol.wire.PairMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The Noise channel in the mailbox: one Noise message per body (PROTOCOL.md § 9). */
final class PairingChannel implements AutoCloseable {
  private static final String NOT_THIS_INVITE =
      "The other side does not hold this invite, or somebody changed what it sent. Make a new invite and try again.";

  private final Handshake handshake;
  private @Nullable Transport transport;

  private PairingChannel(Handshake handshake) {
    this.handshake = handshake;
  }

  static PairingChannel joiner(Crypto crypto, PairingInvite invite, KeyPair noise,
      RandomSource random) {
    return new PairingChannel(
        Handshake.initiator(
            noise(crypto), HandshakeKeys.of(noise, invite.secret()),
            PairingHashes.prologue(crypto, invite), random));
  }

  static PairingChannel inviter(Crypto crypto, PairingInvite invite, KeyPair noise,
      RandomSource random) {
    return new PairingChannel(
        Handshake.responder(
            noise(crypto), HandshakeKeys.of(noise, invite.secret()),
            PairingHashes.prologue(crypto, invite), random));
  }

  SendBody writeHandshake(Message payload) throws PairingFailure {
    try {
      return body(handshake.write(Canonical.encode(payload)));
    } catch (NoiseException e) {
      throw PairingFailure.failed(NOT_THIS_INVITE);
    }
  }

  <T extends Message> T readHandshake(Parser<T> parser, byte[] body) throws PairingFailure {
    try {
      return Canonical.decode(parser, ByteString.copyFrom(handshake.read(body)));
    } catch (NoiseException e) {
      throw PairingFailure.failed(NOT_THIS_INVITE);
    } catch (ProtocolViolation e) {
      throw PairingFailure
          .failed("The other side sent something unreadable. Update both programs and try again.");
    }
  }

  /** From the handshake to the channel that both sides share; gives the handshake hash. */
  ByteString establish() {
    Transport established = handshake.split(Limits.REKEY_AFTER_MESSAGES);
    transport = established;
    return ByteString.copyFrom(established.handshakeHash());
  }

  SendBody send(PairMessage message) {
    byte[] plain = message.toByteArray();
    try {
      return body(established().write(plain));
    } catch (NoiseException e) {
      throw new IllegalStateException("a pairing does not use up its record numbers", e);
    } finally {
      Arrays.fill(plain, (byte) 0); // PairAdmit carries secrets
    }
  }

  PairMessage receive(byte[] body) throws PairingFailure {
    byte[] plain = {};
    try {
      plain = established().read(body);
      return PairMessage.parseFrom(plain);
    } catch (NoiseException e) {
      throw PairingFailure.failed(NOT_THIS_INVITE);
    } catch (InvalidProtocolBufferException e) {
      throw PairingFailure
          .failed("The other side sent something unreadable. Update both programs and try again.");
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  ByteString remoteStatic() {
    return known(handshake.remoteStatic());
  }

  ByteString localEphemeral() {
    return known(handshake.localEphemeral());
  }

  ByteString remoteEphemeral() {
    return known(handshake.remoteEphemeral());
  }

  /** Ends the pairing from this side, and tells the other side if it can still be told. */
  List<PairingEvent> abort(PairAbortReason reason, String words) {
    return abort(reason, new PairingAborted(reason, false, words));
  }

  /** The same with another outcome than {@link PairingAborted}. */
  List<PairingEvent> abort(PairAbortReason reason, PairingEvent outcome) {
    List<PairingEvent> events = new ArrayList<>();
    if (transport != null && !transport.isOver()) {
      PairAbort abort = PairAbort.newBuilder().setReason(reason).build();
      events.add(send(PairMessage.newBuilder().setAbort(abort).build()));
    }
    close();
    events.add(outcome);
    return List.copyOf(events);
  }

  /** Ends the pairing because the other side said so. */
  List<PairingEvent> abortedByPeer(PairAbort abort) {
    close();
    return List.of(new PairingAborted(abort.getReason(), true, words(abort.getReason())));
  }

  @Override
  public void close() {
    handshake.close();
    if (transport != null) {
      transport.close();
    }
  }

  private static String words(PairAbortReason reason) {
    return switch (reason) {
      case PAIR_ABORT_REASON_DECLINED -> "The other person said no.";
      case PAIR_ABORT_REASON_WORDS_DIFFER ->
          "The words did not match, so nothing was shared. Make a new invite; keep the two devices side by side.";
      case PAIR_ABORT_REASON_EXPIRED -> "The invite has expired. Make a new one.";
      default -> "The other device gave up. Make a new invite and try again.";
    };
  }

  private Transport established() {
    if (transport == null) {
      throw new IllegalStateException("the pairing handshake is not done");
    }
    return transport;
  }

  private static SendBody body(byte[] message) {
    if (message.length > Limits.MAILBOX_BODY_BYTES) {
      throw new IllegalArgumentException("a body of " + message.length + " bytes fits no mailbox");
    }
    return new SendBody(ByteString.copyFrom(message));
  }

  private static NoiseProtocol noise(Crypto crypto) {
    return NoiseProtocol.of(NoisePattern.XX_PSK3, crypto);
  }

  private static ByteString known(Optional<byte[]> key) {
    return ByteString.copyFrom(
        key.orElseThrow(() -> new IllegalStateException("the key was not exchanged yet")));
  }
}
