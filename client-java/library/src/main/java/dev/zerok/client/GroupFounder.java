package dev.zerok.client;

import com.google.protobuf.ByteString;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.admin.RootSigner;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.epoch.EpochSecret;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.identity.RootKeys;
import dev.zerok.protocol.wire.RosterEntry;
import java.net.URI;
import java.util.List;

/** Makes a group's first records and its recovery kit (PROTOCOL.md § 5). The root's keys live no longer than this. */
final class GroupFounder {
  private static final int FIRST_EPOCH = 1;

  /** What founding gives. */
  record Founded(List<StoreRecord> records, RecoveryKit kit) {}

  private GroupFounder() {}

  static Founded found(Crypto crypto, RandomSource random, NewGroup group, long nowMillis) {
    List<String> urls = group.relayUrls().stream().map(URI::toString).toList();
    Secret seed = Secret.random(random, RootKeys.SEED_LENGTH);
    try (RootKeys root = RootKeys.fromSeed(crypto, seed);
        DeviceKeyPairs keys = DeviceKeyPairs.generate(crypto, random);
        EpochSecret epoch = new EpochSecret(
            FIRST_EPOCH, Secret.random(random, EpochSecret.LENGTH),
            Secret.random(random, EpochSecret.LENGTH))) {
      RosterEntry genesis = new RootSigner(crypto, root).genesis(keys, epoch, random, nowMillis);
      ByteString entry = genesis.toByteString();
      List<StoreRecord> records = List.of(
          new StoreRecord.Identity(
              keys.toSecret(), root.groupId(), crypto.suite().wireName(), group.groupName(),
              group.deviceName()),
          new StoreRecord.RelayPin(urls, group.relayIdentity(), group.accessToken()),
          new StoreRecord.ChainEntry(0, entry, 0),
          new StoreRecord.EpochKeys(FIRST_EPOCH, epoch.secret().copy(),
              epoch.streamSecret().copy()));
      return new Founded(records,
          new RecoveryKit(root.groupId(), seed, urls, group.relayIdentity()));
    }
  }
}
