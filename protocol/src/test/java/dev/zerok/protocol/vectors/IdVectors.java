package dev.zerok.protocol.vectors;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.canonical.Canonical;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.KeyPair;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.crypto.provider.Providers;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.identity.RootKeys;
import dev.zerok.protocol.seal.StreamIds;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.testkit.VectorObject;
import java.util.ArrayList;
import java.util.List;

/** Root keys, group ids, device ids and stream ids (PROTOCOL.md § 5, § 7). */
final class IdVectors {
  private static final Crypto CRYPTO = Providers.bouncyCastle();

  private IdVectors() {}

  static VectorObject file() {
    FakeRandomSource random = new FakeRandomSource("vectors ids");
    List<VectorObject> groups = new ArrayList<>();
    List<VectorObject> devices = new ArrayList<>();
    List<VectorObject> streams = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Secret seed = Secret.random(random, RootKeys.SEED_LENGTH);
      RootKeys root = RootKeys.fromSeed(CRYPTO, seed);
      groups.add(group(seed, root));
      devices.add(device(root.groupId(), DeviceKeyPairs.generate(CRYPTO, random)));
      devices.add(device(root.groupId(), DeviceKeyPairs.generate(CRYPTO, random)));
      Secret streamSecret = Secret.random(random, 32);
      for (String name : List.of("", "notes", "Übersicht 🗂", "x".repeat(300))) {
        streams.add(stream(root.groupId(), streamSecret, name));
      }
    }
    return new VectorObject()
        .text("description",
            "From root seeds to root keys and group ids, device keys to device ids, names to stream ids")
        .text("section", "5, 7")
        .text("suite", "std1")
        .objects("groups", groups)
        .objects("devices", devices)
        .objects("streams", streams);
  }

  private static VectorObject group(Secret seed, RootKeys root) {
    return new VectorObject()
        .hex("root_seed", seed.expose())
        .hex("root_sign_seed", root.sign().privateKey().expose())
        .hex("root_key", root.sign().publicKey())
        .hex("root_seal_private", root.seal().privateKey().expose())
        .hex("root_seal_key", root.seal().publicKey())
        .hex("group_id", root.groupId().bytes());
  }

  private static VectorObject device(GroupId group, DeviceKeyPairs keys) {
    return new VectorObject()
        .hex("group_id", group.bytes())
        .object("noise", pair(keys.noise()))
        .object("sign", pair(keys.sign()))
        .object("seal", pair(keys.seal()))
        .hex("device_keys", ByteString.copyFrom(Canonical.encode(keys.publicKeys())))
        .hex("device_id", keys.deviceId(CRYPTO, group).bytes());
  }

  private static VectorObject pair(KeyPair pair) {
    return new VectorObject().hex("private", pair.privateKey().expose())
        .hex("public", pair.publicKey());
  }

  private static VectorObject stream(GroupId group, Secret streamSecret, String name) {
    return new VectorObject()
        .hex("group_id", group.bytes())
        .hex("stream_secret", streamSecret.expose())
        .text("name", name)
        .hex("stream_id", StreamIds.derive(CRYPTO, group, streamSecret, name).bytes());
  }
}
