package dev.zerok.client.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.protocol.canonical.Canonical;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.epoch.EpochBoxes;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.hash.Labelled;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.roster.Roster;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.wire.Rekey;
import dev.zerok.protocol.wire.RosterBody;
import dev.zerok.protocol.wire.RosterEntry;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BadBoxTest {
  private final FakeRandomSource random = new FakeRandomSource("bad box");
  private final ReplicaGroup group = ReplicaGroup.founded();
  private final FakeRelay relay = group.relay;
  private final ReplicaDevice first = group.first;
  private final ReplicaDevice victim = group.join("victim");

  /** A new epoch, validly signed by the first device, whose box for the victim is sealed to a key that nobody has. */
  private RosterEntry rekeyWithABadBoxForTheVictim() {
    Roster roster = relay.roster;
    SortedMap<DeviceId, ByteString> sealKeys = new TreeMap<>();
    roster.devices().values().forEach(device -> sealKeys.put(device.id(), device.sealKey()));
    sealKeys.put(victim.id(),
        ByteString.copyFrom(ReplicaDevice.CRYPTO.agreement().generate(random).publicKey()));
    Rekey rekey = EpochBoxes.seal(ReplicaDevice.CRYPTO, roster.group(),
        new EpochSecret(roster.epoch() + 1, Secret.random(random, 32), streamSecret()),
        sealKeys, roster.rootSealKey(), random);
    byte[] body = Canonical.encode(RosterBody.newBuilder()
        .setVersion(1)
        .setIndex(roster.length())
        .setPrevious(roster.head().getHash())
        .setSigner(first.id().bytes())
        .setRekey(rekey)
        .build());
    byte[] signature = ReplicaDevice.CRYPTO.signatures()
        .sign(
            first.replica.view().self().keys().sign().privateKey(),
            Labelled.input("roster", roster.suite(), roster.group(), body));
    return RosterEntry.newBuilder()
        .setBody(ByteString.copyFrom(body))
        .setSignature(ByteString.copyFrom(signature))
        .build();
  }

  private Secret streamSecret() {
    return first.replica.view().epochSecret(1).orElseThrow().streamSecret().copy();
  }

  @Test
  @Tag("ROSTER-11")
  void aDeviceWithABadBox_saysSo_andAnAdminBeginsANewEpoch() {
    relay.publish(rekeyWithABadBoxForTheVictim());
    relay.run();
    first.push("after");
    relay.run();

    assertThat(victim.events(SyncEvent.BadBox.class))
        .containsExactly(new SyncEvent.BadBox(victim.id(), 2));
    assertThat(first.events(SyncEvent.BadBox.class))
        .containsExactly(new SyncEvent.BadBox(victim.id(), 2));
    assertThat(relay.roster.epoch()).isEqualTo(3);
    assertThat(victim.texts()).containsExactly("after");
  }

  @Test
  @Tag("ROSTER-11")
  @Tag("RECV-3")
  void whatIsSealedUnderTheBadEpoch_isKeptByTheVictim_andItPushesNothingUntilItHasAKey() {
    relay.disconnect(first);
    relay.publish(rekeyWithABadBoxForTheVictim());
    relay.run();
    victim.push("waits for a key");
    relay.run();
    assertThat(victim.replica.view().outboxCount()).isEqualTo(1);

    relay.connect(first);

    assertThat(relay.roster.epoch()).isEqualTo(3);
    assertThat(first.texts()).containsExactly("waits for a key");
    assertThat(first.stopped()).isNull();
  }

  @Test
  @Tag("ROSTER-11")
  void aReportOfABadBox_isMadeOnceForAnEpoch_alsoOverReconnects() {
    relay.disconnect(first);
    relay.publish(rekeyWithABadBoxForTheVictim());
    relay.run();
    int length = relay.entries.size();

    relay.disconnect(victim);
    relay.connect(victim);
    victim.crash();
    relay.connect(victim);

    assertThat(relay.entries).hasSize(length);
  }

  @Test
  void aDeviceThatComplainsForEver_isAnsweredSoOftenAndNoMore() {
    for (int i = 0; i < ReplicaLimits.REKEYS_PER_COMPLAINER + 2; i++) {
      relay.publish(rekeyWithABadBoxForTheVictim());
      relay.run();
    }

    int badEpochs = ReplicaLimits.REKEYS_PER_COMPLAINER + 2;
    assertThat(relay.roster.epoch()).isEqualTo(1 + badEpochs + ReplicaLimits.REKEYS_PER_COMPLAINER);
  }
}
