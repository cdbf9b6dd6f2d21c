package dev.zerok.client.runtime;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.zerok.client.model.IncomingBlob;
import dev.zerok.client.model.OpenedBlob;
import dev.zerok.client.model.OutboxView;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.replica.ReplicaView;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.seal.OpenFailure;
import dev.zerok.protocol.seal.OpenedPayload;
import dev.zerok.protocol.seal.Opener;
import dev.zerok.protocol.wire.Deliver;
import dev.zerok.protocol.wire.RelayFrame;
import java.util.Locale;

/** Opens a blob that came another way than through the stream, for whoever wants to see what is in it. Changes nothing. */
final class CapturedBlob {
  /** The first byte of an encoded RelayFrame that holds a Deliver: field 4, length-delimited. */
  private static final byte RELAY_FRAME = RelayFrame.DELIVER_FIELD_NUMBER << 3 | 2;

  /** The first byte of a sealed payload (§ 7), which no encoded message begins with. */
  private static final byte SEALED_PAYLOAD = 1;

  private static final String PAYLOAD_KIND = "PAYLOAD_KIND_";

  private CapturedBlob() {}

  static OpenedBlob open(ByteString captured, ReplicaView view, Crypto crypto) {
    Deliver deliver = deliverIn(captured, view);
    EpochSecret secret = view.epochSecret(deliver.getEpoch())
        .orElseThrow(() -> problem("This device has no key of epoch " + deliver.getEpoch()
            + ". Ask a device that was in the group then."));
    try {
      OpenedPayload opened =
          Opener.open(crypto, view.self().group(), secret, view.roster(), deliver);
      return new OpenedBlob(
          opened.header()
              .getKind()
              .name()
              .substring(PAYLOAD_KIND.length())
              .toLowerCase(
                  Locale.ROOT),
          deliver.getEpoch(),
          new IncomingBlob(opened.envelope().sender(), opened.envelope().deviceSeq(),
              deliver.getCursor(), opened.envelope().stream(), opened.header().getContentType(),
              opened.header().getSentAtMillis(), opened.body()));
    } catch (OpenFailure e) {
      throw problem(e.reason().words());
    } catch (ProtocolViolation e) {
      throw problem(e.words());
    }
  }

  private static Deliver deliverIn(ByteString captured, ReplicaView view) {
    try {
      if (!captured.isEmpty() && captured.byteAt(0) == SEALED_PAYLOAD) {
        return ownPush(captured, view);
      }
      return !captured.isEmpty() && captured.byteAt(0) == RELAY_FRAME
          ? RelayFrame.parseFrom(captured).getDeliver()
          : Deliver.parseFrom(captured);
    } catch (InvalidProtocolBufferException e) {
      throw problem("It is neither a Deliver frame nor a sealed payload.");
    }
  }

  /** A payload alone does not say what it is bound to; this device knows that of its own. */
  private static Deliver ownPush(ByteString payload, ReplicaView view)
      throws InvalidProtocolBufferException {
    for (OutboxView push : view.outbox()) {
      if (push.sealed().equals(payload)) {
        return Deliver.parseFrom(push.deliver());
      }
    }
    throw problem(
        "It is a sealed payload without its Deliver frame, and none that this device still"
            + " keeps. Capture the whole frame.");
  }

  private static SyncProblem problem(String words) {
    return new SyncProblem(SyncProblem.Reason.DOES_NOT_OPEN, "The blob does not open. " + words);
  }
}
