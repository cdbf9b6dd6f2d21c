package dev.zerok.protocol.pairing;

import static dev.zerok.protocol.pairing.PairingRun.NOW_SECONDS;
import static dev.zerok.protocol.pairing.PairingRun.abortReason;
import static dev.zerok.protocol.pairing.PairingRun.body;
import static dev.zerok.protocol.pairing.PairingRun.only;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.pairing.PairingEvent.ConsentReceived;
import dev.zerok.protocol.pairing.PairingEvent.HandshakeDone;
import dev.zerok.protocol.pairing.PairingEvent.PairingAborted;
import dev.zerok.protocol.pairing.PairingEvent.SendBody;
import dev.zerok.protocol.pairing.PairingEvent.WordsReady;
import dev.zerok.protocol.wire.DeviceKeys;
import dev.zerok.protocol.wire.PairAbortReason;
import dev.zerok.protocol.wire.PairAbout;
import dev.zerok.protocol.wire.PairCommit;
import dev.zerok.protocol.wire.PairConsent;
import dev.zerok.protocol.wire.PairDone;
import dev.zerok.protocol.wire.PairMessage;
import dev.zerok.protocol.wire.PairOffer;
import dev.zerok.protocol.wire.PairOpen;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A relay between the two, a photographed invite, and a peer that does not keep to the protocol. */
class PairingAttackTest {
  private final PairingRun run = new PairingRun();
  private final DeviceKeyPairs eveKeys = DeviceKeyPairs.generate(run.crypto, run.random);

  @AfterEach
  void close() {
    run.close();
  }

  @Test
  void relay_withoutTheSecret_cannotPoseAsTheInvitedDevice() {
    PairingInvite guessed =
        PairingInvite.of(
            run.invite.toWire().toBuilder().setSecret(ByteString.copyFrom(new byte[32])).build());
    try (Joiner eve = new Joiner(run.crypto, guessed, eveKeys, "Ada's phone", run.random)) {
      List<PairingEvent> answer = run.toInviter(body(eve.start(NOW_SECONDS)));

      // With a psk even message 1 is bound to nothing but the ephemeral, so it passes; message 3 is where the secret counts.
      SendBody open = body(eve.receive(body(answer).body().toByteArray()));
      assertThat(abortReason(run.toInviter(open)))
          .isEqualTo(PairAbortReason.PAIR_ABORT_REASON_FAILED);
    }
  }

  @Test
  void relay_holdingAPhotographedInvite_cannotMakeBothSidesShowTheSameWords() {
    try (Inviter eveAsInviter = eveAsInviter();
        Joiner eveAsJoiner = run.joiner(eveKeys)) {
      SendBody offer =
          body(eveAsInviter.receive(body(run.joiner.start(NOW_SECONDS)).body().toByteArray(),
              NOW_SECONDS));
      SendBody open = body(run.toJoiner(offer));
      run.toJoiner(body(eveAsInviter.receive(open.body().toByteArray(), NOW_SECONDS)));
      SendBody eveOffer = body(run.toInviter(body(eveAsJoiner.start(NOW_SECONDS))));
      SendBody eveOpen = body(eveAsJoiner.receive(eveOffer.body().toByteArray()));
      eveAsJoiner.receive(body(run.toInviter(eveOpen)).body().toByteArray());

      List<String> atTheVictim = only(run.joiner.consent(), WordsReady.class).words();
      List<PairingEvent> eveConsents = eveAsJoiner.consent();
      ConsentReceived asked = only(run.toInviter(body(eveConsents)), ConsentReceived.class);

      assertThat(asked.choices()).doesNotContain(atTheVictim);
      assertThat(abortReason(run.inviter.none()))
          .isEqualTo(PairAbortReason.PAIR_ABORT_REASON_WORDS_DIFFER);
    }
  }

  @Test
  void relay_thatReplaysAnOfferOfAnotherPairing_isNoticed() {
    SendBody oldOffer;
    try (PairingRun earlier = new PairingRun()) {
      DeviceKeyPairs other = DeviceKeyPairs.generate(run.crypto, run.random);
      try (Joiner earlierJoiner = run.joiner(other)) {
        oldOffer = body(earlier.toInviter(body(earlierJoiner.start(NOW_SECONDS))));
      }
    }
    run.joiner.start(NOW_SECONDS);

    assertThat(run.toJoiner(oldOffer))
        .singleElement()
        .isInstanceOfSatisfying(
            PairingAborted.class,
            aborted -> assertThat(aborted.reason())
                .isEqualTo(PairAbortReason.PAIR_ABORT_REASON_FAILED));
  }

  @Test
  void relay_thatReplaysABody_isNoticed() {
    run.handshake();
    SendBody consent = body(run.joiner.consent());
    run.toInviter(consent);

    assertThat(abortReason(run.toInviter(consent)))
        .isEqualTo(PairAbortReason.PAIR_ABORT_REASON_FAILED);
  }

  @Test
  void relay_thatFlipsAnyBitOfAnyHandshakeMessage_isNoticed() {
    for (int message = 1; message <= 3; message++) {
      int length = handshakeMessage(new PairingRun(), message).size();
      for (int at = 0; at < length; at += 7) {
        try (PairingRun fresh = new PairingRun()) {
          byte[] flipped = handshakeMessage(fresh, message).toByteArray();
          flipped[at] ^= 0x10;
          assertFlipNoticed(fresh, message, flipped);
        }
      }
    }
  }

  @Test
  @Tag("PAIR-1")
  void joiner_whoseOfferHasOtherKeysThanTheHandshake_stops() {
    assertThat(abortReason(answerTo(offer(eveKeys.publicKeys(), 32))))
        .isEqualTo(PairAbortReason.PAIR_ABORT_REASON_FAILED);
  }

  @Test
  @Tag("PAIR-1")
  void joiner_whoseOfferIsMalformed_stops() {
    DeviceKeys keys = run.group.firstKeys.publicKeys();
    DeviceKeys two = keys.toBuilder().removeKeys(2).build();
    DeviceKeys swapped =
        keys.toBuilder().setKeys(1, keys.getKeys(2)).setKeys(2, keys.getKeys(1)).build();
    DeviceKeys smallOrder =
        keys.toBuilder()
            .setKeys(2, keys.getKeys(2).toBuilder().setKey(ByteString.copyFrom(new byte[32])))
            .build();
    byte[] sameKey = keys.getKeys(2).getKey().toByteArray();
    sameKey[31] |= (byte) 0x80;
    DeviceKeys topBit =
        keys.toBuilder()
            .setKeys(2, keys.getKeys(2).toBuilder().setKey(ByteString.copyFrom(sameKey)))
            .build();

    for (PairOffer offer : List.of(offer(keys, 31), offer(two, 32), offer(swapped, 32),
        offer(smallOrder, 32), offer(topBit, 32))) {
      assertThat(abortReason(answerTo(offer))).isEqualTo(PairAbortReason.PAIR_ABORT_REASON_FAILED);
    }
    assertThat(answerTo(offer(keys, 32))).singleElement().isInstanceOf(SendBody.class);
  }

  @Test
  @Tag("PAIR-1")
  void inviter_whoseJoinerOpensAnotherCommitment_stops() {
    PairOpen committed = open(run.phoneKeys.publicKeys(), "Ada's phone");
    PairOpen renamed = committed.toBuilder().setName("Eve's phone").build();

    assertThat(abortReason(answerTo(committed, renamed)))
        .isEqualTo(PairAbortReason.PAIR_ABORT_REASON_FAILED);
    assertThat(answerTo(committed, committed)).startsWith(new HandshakeDone());
  }

  @Test
  @Tag("PAIR-1")
  void inviter_whoseJoinerHasOtherKeysThanTheHandshake_stops() {
    PairOpen eves = open(eveKeys.publicKeys(), "Ada's phone");

    assertThat(abortReason(answerTo(eves, eves)))
        .isEqualTo(PairAbortReason.PAIR_ABORT_REASON_FAILED);
  }

  @Test
  void inviter_whoseJoinerHasANameThatCannotBeShown_stops() {
    PairOpen escape = open(run.phoneKeys.publicKeys(), "\u001b[2Jphone");

    assertThat(abortReason(answerTo(escape, escape)))
        .isEqualTo(PairAbortReason.PAIR_ABORT_REASON_FAILED);
  }

  @Test
  @Tag("PAIR-4")
  void inviter_whoseJoinerSignsNothing_stops() throws Exception {
    for (byte[] signature : new byte[][]{{}, new byte[64]}) {
      try (PairingRun fresh = new PairingRun()) {
        PairOpen open = open(fresh.phoneKeys.publicKeys(), "phone");
        PairConsent consent =
            PairConsent.newBuilder().setSignature(ByteString.copyFrom(signature)).build();
        SendBody sent =
            joinersChannel(fresh, open).send(PairMessage.newBuilder().setConsent(consent).build());
        assertThat(abortReason(fresh.toInviter(sent)))
            .isEqualTo(PairAbortReason.PAIR_ABORT_REASON_FAILED);
      }
    }
  }

  @Test
  @Tag("PAIR-3")
  void inviter_whoseJoinerClaimsToBeDone_doesNotBelieveIt() throws Exception {
    PairOpen open = open(run.phoneKeys.publicKeys(), "phone");
    PairingChannel channel = joinersChannel(run, open);

    SendBody done =
        channel.send(PairMessage.newBuilder().setDone(PairDone.getDefaultInstance()).build());

    assertThat(abortReason(run.toInviter(done)))
        .isEqualTo(PairAbortReason.PAIR_ABORT_REASON_FAILED);
  }

  @Test
  void joiner_whoIsAskedTwiceOrNothing_stops() {
    PairAbout about = PairAbout.newBuilder().setGroupName("g").build();
    PairMessage twice = PairMessage.newBuilder().setAbout(about).build();

    assertThat(abortReason(afterHandshake(PairMessage.getDefaultInstance())))
        .isEqualTo(PairAbortReason.PAIR_ABORT_REASON_FAILED);
    assertThat(abortReason(afterHandshake(twice, twice)))
        .isEqualTo(PairAbortReason.PAIR_ABORT_REASON_FAILED);
  }

  @Test
  void bodies_beyondTheMailboxLimit_endThePairing() {
    byte[] huge = new byte[4_097];

    assertThat(abortReason(run.inviter.receive(huge, NOW_SECONDS)))
        .isEqualTo(PairAbortReason.PAIR_ABORT_REASON_FAILED);
    run.joiner.start(NOW_SECONDS);
    assertThat(abortReason(run.joiner.receive(huge)))
        .isEqualTo(PairAbortReason.PAIR_ABORT_REASON_FAILED);
  }

  private Inviter eveAsInviter() {
    return new Inviter(run.crypto, run.invite, eveKeys, "Family", "Ada's laptop", true, run.random);
  }

  private static ByteString handshakeMessage(PairingRun fresh, int number) {
    SendBody message = body(fresh.joiner.start(NOW_SECONDS));
    if (number >= 2) {
      message = body(fresh.toInviter(message));
    }
    if (number == 3) {
      message = body(fresh.toJoiner(message));
    }
    return message.body();
  }

  /** A flipped message 1 may pass (its ephemeral is not authenticated yet); then the next message fails. */
  private static void assertFlipNoticed(PairingRun fresh, int message, byte[] flipped) {
    if (message == 2) {
      assertThat(fresh.joiner.receive(flipped)).singleElement().isInstanceOf(PairingAborted.class);
      return;
    }
    List<PairingEvent> events = fresh.inviter.receive(flipped, NOW_SECONDS);
    if (events.stream().anyMatch(SendBody.class::isInstance) && message == 1) {
      events = fresh.toJoiner(body(events));
    }
    assertThat(events).singleElement().isInstanceOf(PairingAborted.class);
  }

  private PairOffer offer(DeviceKeys keys, int randomBytes) {
    return PairOffer.newBuilder()
        .setRandom(ByteString.copyFrom(new byte[randomBytes]))
        .setKeys(keys)
        .build();
  }

  private PairOpen open(DeviceKeys keys, String name) {
    return PairOpen.newBuilder()
        .setRandom(ByteString.copyFrom(run.random.bytes(32)))
        .setKeys(keys)
        .setName(name)
        .build();
  }

  /** What a fresh joiner makes of an inviter that sends this offer. */
  private List<PairingEvent> answerTo(PairOffer offer) {
    try (Joiner joiner = run.joiner(run.phoneKeys);
        PairingChannel inviter =
            PairingChannel.inviter(run.crypto, run.invite, run.group.firstKeys.noise(),
                run.random)) {
      SendBody commit = body(joiner.start(NOW_SECONDS));
      inviter.readHandshake(PairCommit.parser(), commit.body().toByteArray());
      return joiner.receive(inviter.writeHandshake(offer).body().toByteArray());
    } catch (PairingFailure e) {
      throw new AssertionError(e);
    }
  }

  /** What a fresh inviter makes of a joiner that commits to one thing and opens another. */
  private List<PairingEvent> answerTo(PairOpen committed, PairOpen opened) {
    try (Inviter inviter = run.inviter();
        PairingChannel joiner =
            PairingChannel.joiner(run.crypto, run.invite, run.phoneKeys.noise(), run.random)) {
      return sendHandshake(joiner, inviter, committed, opened);
    } catch (PairingFailure e) {
      throw new AssertionError(e);
    }
  }

  /** A joiner's channel to a run's inviter, past the handshake, to say anything over. */
  private PairingChannel joinersChannel(PairingRun to, PairOpen open) throws PairingFailure {
    PairingChannel joiner =
        PairingChannel.joiner(to.crypto, to.invite, to.phoneKeys.noise(), to.random);
    sendHandshake(joiner, to.inviter, open, open);
    joiner.establish();
    return joiner;
  }

  private List<PairingEvent> sendHandshake(
      PairingChannel joiner, Inviter inviter, PairOpen committed, PairOpen opened)
      throws PairingFailure {
    ByteString commitment =
        PairingHashes.commitment(run.crypto, run.group.groupId(), committed);
    SendBody message1 =
        joiner.writeHandshake(PairCommit.newBuilder().setCommitment(commitment).build());
    SendBody message2 = body(inviter.receive(message1.body().toByteArray(), NOW_SECONDS));
    joiner.readHandshake(PairOffer.parser(), message2.body().toByteArray());
    return inviter.receive(joiner.writeHandshake(opened).body().toByteArray(), NOW_SECONDS);
  }

  /** What a fresh joiner makes of an inviter that says these things after the handshake. */
  private List<PairingEvent> afterHandshake(PairMessage... messages) {
    try (Joiner joiner = run.joiner(run.phoneKeys);
        PairingChannel inviter =
            PairingChannel.inviter(run.crypto, run.invite, run.group.firstKeys.noise(),
                run.random)) {
      SendBody commit = body(joiner.start(NOW_SECONDS));
      inviter.readHandshake(PairCommit.parser(), commit.body().toByteArray());
      SendBody offer = inviter.writeHandshake(offer(run.group.firstKeys.publicKeys(), 32));
      SendBody open = body(joiner.receive(offer.body().toByteArray()));
      inviter.readHandshake(PairOpen.parser(), open.body().toByteArray());
      inviter.establish();
      List<PairingEvent> last = List.of();
      for (PairMessage message : messages) {
        last = joiner.receive(inviter.send(message).body().toByteArray());
      }
      return last;
    } catch (PairingFailure e) {
      throw new AssertionError(e);
    }
  }
}
