package dev.zerok.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ErrorFrames;
import dev.zerok.protocol.session.RelaySessionEvent.HelloReceived;
import dev.zerok.protocol.session.RelaySessionEvent.RosterRequested;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.PlacedRosterEntry;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.protocol.wire.RosterEntries;
import dev.zerok.protocol.wire.RosterRequest;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The root asks for its group's roster (ADMIT-6). */
class RosterRequestTest {
  private static final ByteString DEVICE =
      ByteString.copyFrom(SessionSamples.DEVICE_KEY.publicKey());
  private static final ByteString SIGNATURE = ByteString.copyFrom(new byte[64]);
  private static final ClientFrame REQUEST = request(SIGNATURE);
  private static final RelayFrame REFUSAL =
      RelayFrame.newBuilder().setError(ErrorFrames.refusal()).build();

  private static ClientFrame request(ByteString signature) {
    return ClientFrame.newBuilder()
        .setRosterRequest(RosterRequest.newBuilder().setSignature(signature))
        .build();
  }

  private static RosterEntries piece(int seed, boolean more) {
    return RosterEntries.newBuilder()
        .addEntries(PlacedRosterEntry.newBuilder().setEntry(SessionSamples.entry(seed)))
        .setMore(more)
        .build();
  }

  private static ConnectedPair refused() {
    ConnectedPair pair = ConnectedPair.atTheDoor(SessionSamples.syncing());
    pair.relay.refused(0);
    pair.pump();
    return pair;
  }

  @Test
  @Tag("ADMIT-6")
  void refusedRoot_isShownTheRoster_andPresentsAChainAfterIt() {
    ConnectedPair pair = refused();
    pair.client.send(REQUEST, 0);
    pair.pump();
    pair.relay.showRoster(piece(1, true), 0);
    pair.relay.showRoster(piece(2, false), 0);
    pair.pump();
    pair.client.send(SessionSamples.chainPart(false, 1, 2, 3), 0);
    pair.pump();

    assertThat(pair.atRelay.subList(0, 2)).containsExactly(
        new HelloReceived(DEVICE, SessionSamples.HELLO),
        new RosterRequested(DEVICE, SessionSamples.HELLO, SIGNATURE, pair.client.handshakeHash()));
    assertThat(pair.atRelay.get(2)).isInstanceOf(RelaySessionEvent.ChainPresented.class);
    assertThat(pair.framesAtClient()).containsExactly(REFUSAL,
        RelayFrame.newBuilder().setRosterEntries(piece(1, true)).build(),
        RelayFrame.newBuilder().setRosterEntries(piece(2, false)).build());
    assertThat(pair.client.handshakeHash().size()).isEqualTo(32);
  }

  @Test
  @Tag("ADMIT-6")
  void refusedRequest_getsTheSameRefusalAgain_andTheSessionEnds() {
    ConnectedPair pair = refused();
    pair.client.send(REQUEST, 0);
    pair.pump();

    List<RelaySessionEvent> end = pair.relay.refused(0);
    pair.pump();

    assertThat(end).containsExactly(new SessionEnded(SessionEnded.POLICY, ErrorCode.UNAUTHORIZED,
        ErrorCode.UNAUTHORIZED.advice()));
    assertThat(pair.framesAtClient()).containsExactly(REFUSAL, REFUSAL);
  }

  @Test
  @Tag("ADMIT-6")
  void secondRequest_orOneBeforeTheRefusal_isOurOwnDefect() {
    ConnectedPair pair = ConnectedPair.atTheDoor(SessionSamples.syncing());
    assertThatThrownBy(() -> pair.client.send(REQUEST, 0))
        .isInstanceOf(IllegalStateException.class);
    pair.relay.refused(0);
    pair.pump();
    pair.client.send(REQUEST, 0);
    pair.pump();
    pair.relay.showRoster(piece(1, false), 0);
    pair.pump();

    assertThatThrownBy(() -> pair.client.send(REQUEST, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  @Tag("ADMIT-6")
  void requestWithoutAWholeSignature_endsTheSession() {
    ConnectedPair pair = refused();
    pair.client.send(request(ByteString.copyFrom(new byte[63])), 0);
    pair.pump();

    assertThat(pair.atRelay.get(pair.atRelay.size() - 1))
        .isInstanceOfSatisfying(SessionEnded.class,
            ended -> assertThat(ended.code()).isEqualTo(ErrorCode.INVALID_MESSAGE));
  }
}
