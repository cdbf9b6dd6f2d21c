package dev.zerok.protocol.pairing;

import static dev.zerok.protocol.pairing.PairingRun.body;
import static dev.zerok.protocol.pairing.PairingRun.only;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.canonical.Canonical;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.hash.Labelled;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.pairing.PairingEvent.ConsentReceived;
import dev.zerok.protocol.pairing.PairingEvent.SendBody;
import dev.zerok.protocol.pairing.PairingEvent.WordsReady;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.testkit.GroupFixture;
import dev.zerok.protocol.testkit.MessageFields;
import dev.zerok.protocol.testkit.VectorObject;
import dev.zerok.protocol.wire.DeviceEntry;
import dev.zerok.protocol.wire.PairOffer;
import dev.zerok.protocol.wire.PairOpen;
import dev.zerok.protocol.wire.Role;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A whole pairing with fixed keys, and the words of codes (PROTOCOL.md § 9). */
public final class PairingVectors {
  private final GroupFixture group = GroupFixture.founded("vectors pairing");
  private final Crypto crypto = group.crypto;
  private final RandomSource random = new FakeRandomSource("vectors pairing");
  private final PairingInvite invite = PairingInvite.of(PairingRun.invite(group, random));
  private final DeviceKeyPairs phone = DeviceKeyPairs.generate(crypto, random);
  private final byte[] joinerRandom = random.bytes(32);
  private final byte[] joinerEphemeral = random.bytes(32);
  private final byte[] inviterRandom = random.bytes(32);
  private final byte[] inviterEphemeral = random.bytes(32);
  private final PairOpen open =
      PairOpen.newBuilder()
          .setRandom(ByteString.copyFrom(joinerRandom))
          .setKeys(phone.publicKeys())
          .setName("Ada's phone")
          .build();
  private final PairOffer offer =
      PairOffer.newBuilder()
          .setRandom(ByteString.copyFrom(inviterRandom))
          .setKeys(group.firstKeys.publicKeys())
          .build();
  private final List<VectorObject> bodies = new ArrayList<>();

  private PairingVectors() {}

  /** The content of {@code pairing.json}. */
  public static VectorObject file() {
    return new PairingVectors().build();
  }

  /** The content of {@code comparison-words.json}. */
  public static VectorObject words() {
    List<VectorObject> codes = new ArrayList<>();
    RandomSource random = new FakeRandomSource("vectors words");
    List<byte[]> all = new ArrayList<>(
        List.of(new byte[4], new byte[]{-1, -1, -1, -1}, new byte[]{0, 0x40, 0x20, 0x0c}));
    for (int i = 0; i < 8; i++) {
      all.add(random.bytes(4));
    }
    for (byte[] code : all) {
      codes.add(new VectorObject().hex("code", code).texts("words", ComparisonWords.of(code)));
    }
    String list = String.join("\n", ComparisonWords.all()) + "\n";
    return new VectorObject()
        .text("description",
            "Three words for four bytes of comparison code, and the hash of comparison-words.txt")
        .text("section", "9")
        .hex("list_sha256", Sha256.of(ByteString.copyFromUtf8(list)))
        .objects("codes", codes);
  }

  private VectorObject build() {
    Joiner joiner =
        new Joiner(crypto, invite, phone, "Ada's phone", known(joinerRandom, joinerEphemeral));
    Inviter inviter =
        new Inviter(
            crypto, invite, group.firstKeys, "Family", "Ada's laptop", true,
            known(inviterRandom, inviterEphemeral));
    ByteString message1 = joiners("PairCommit", joiner.start(PairingRun.NOW_SECONDS));
    ByteString message2 = inviters("PairOffer", give(inviter, message1));
    ByteString message3 = joiners("PairOpen", joiner.receive(message2.toByteArray()));
    ByteString about = inviters("PairAbout", give(inviter, message3));
    joiner.receive(about.toByteArray());
    List<PairingEvent> consented = joiner.consent();
    ByteString consent = joiners("PairConsent", consented);
    ConsentReceived asked = only(give(inviter, consent), ConsentReceived.class);
    List<String> words = only(consented, WordsReady.class).words();
    inviter.pick(asked.choices().indexOf(words), PairingRun.NOW_SECONDS);
    DeviceEntry entry = inviter.approve(Role.ROLE_MEMBER);
    group.append(group.first.add(group.roster, entry, null, GroupFixture.NOW));
    PairAdmission admission = admission();
    ByteString admit = inviters("PairAdmit", inviter.admit(admission));
    joiner.receive(admit.toByteArray());
    joiners("PairDone", joiner.done());
    return file(message1, message2, words, entry, admission);
  }

  private VectorObject file(
      ByteString message1, ByteString message2, List<String> words, DeviceEntry entry,
      PairAdmission admission) {
    GroupId groupId = group.groupId();
    byte[] code = code(message1, message2);
    if (!ComparisonWords.of(code).equals(words)) {
      throw new AssertionError("the words do not follow from what stands in the file");
    }
    return new VectorObject()
        .text("description",
            "A pairing from invite to done: all inputs, every body, and what both sides compute")
        .text("section", "9")
        .text("suite", "std1")
        .text("protocol", "Noise_XXpsk3_25519_ChaChaPoly_BLAKE2s")
        .text("invite_link", InviteLink.format(invite))
        .object("invite", MessageFields.of(invite.toWire()))
        .object("joiner", side(phone, joinerRandom, joinerEphemeral))
        .object("inviter", side(group.firstKeys, inviterRandom, inviterEphemeral))
        .hex("prologue", PairingHashes.prologue(crypto, invite))
        .hex("pair_open", Canonical.encode(open))
        .hex("pair_offer", Canonical.encode(offer))
        .hex("commitment", PairingHashes.commitment(crypto, groupId, open))
        .hex("code", code)
        .texts("words", words)
        .objects("bodies", bodies)
        .hex("handshake_hash", entry.getHandshakeHash())
        .object("device_entry", MessageFields.of(entry))
        .object("admit", MessageFields.of(admission.toWire()))
        .hex("joiner_device_id", group.id(phone).bytes())
        .hexes("roster", group.entries.stream().map(added -> added.toByteArray()).toList());
  }

  /** The code over again, from the bytes of the first two messages alone: each begins with its sender's ephemeral key. */
  private byte[] code(ByteString message1, ByteString message2) {
    byte[] ikm =
        ByteString.copyFrom(joinerRandom).concat(ByteString.copyFrom(inviterRandom)).toByteArray();
    ByteString body =
        message1
            .substring(0, 32)
            .concat(message2.substring(0, 32))
            .concat(Sha256.of(phone.publicKeys().toByteString()))
            .concat(Sha256.of(group.firstKeys.publicKeys().toByteString()));
    byte[] info =
        Labelled.input("pair-words", crypto.suite(), group.groupId(), body.toByteArray());
    return crypto.hkdf(ikm, new byte[0], info, 4);
  }

  private PairAdmission admission() {
    Position seen =
        Position.start(
            group.groupId(), LogId.of(random.bytes(16)))
            .next(group.roster.hashAt(0))
            .next(group.roster.hashAt(1));
    return new PairAdmission(group.roster.head(), group.epoch, seen,
        List.of(ByteString.copyFrom(random.bytes(32))),
        List.of(StreamId.DEFAULT, StreamId.of(ByteString.copyFromUtf8("sixteen bytes.. "))));
  }

  private ByteString joiners(String payload, List<PairingEvent> events) {
    return written("joiner", payload, events);
  }

  private ByteString inviters(String payload, List<PairingEvent> events) {
    return written("inviter", payload, events);
  }

  private ByteString written(String from, String payload, List<PairingEvent> events) {
    SendBody sent = body(events);
    bodies.add(
        new VectorObject().text("from", from).text("payload", payload).hex("body", sent.body()));
    return sent.body();
  }

  private static List<PairingEvent> give(Inviter inviter, ByteString body) {
    return inviter.receive(body.toByteArray(), PairingRun.NOW_SECONDS);
  }

  private static VectorObject side(DeviceKeyPairs keys, byte[] random, byte[] ephemeral) {
    return new VectorObject()
        .hex("noise_private", keys.noise().privateKey().expose())
        .hex("sign_seed", keys.sign().privateKey().expose())
        .hex("seal_private", keys.seal().privateKey().expose())
        .hex("device_keys", Canonical.encode(keys.publicKeys()))
        .hex("random", random)
        .hex("ephemeral_private", ephemeral);
  }

  /** First the side's random value, then its ephemeral key, then what does not show in the file (the order of the choices). */
  private static RandomSource known(byte[] random, byte[] ephemeral) {
    ByteBuffer fixed =
        ByteBuffer.allocate(random.length + ephemeral.length).put(random).put(ephemeral).flip();
    RandomSource rest = new FakeRandomSource("choices");
    return out -> {
      if (fixed.hasRemaining()) {
        fixed.get(out);
      } else {
        rest.nextBytes(out);
      }
    };
  }
}
