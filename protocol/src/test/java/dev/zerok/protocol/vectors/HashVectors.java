package dev.zerok.protocol.vectors;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Suite;
import dev.zerok.protocol.hash.Labelled;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.position.LogHashes;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.testkit.FakeRandomSource;
import dev.zerok.protocol.testkit.VectorObject;
import dev.zerok.protocol.wire.EnvelopeKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Labelled inputs and the hashes of the log (PROTOCOL.md § 1, § 6.2). */
final class HashVectors {
  private HashVectors() {}

  static VectorObject file() {
    FakeRandomSource random = new FakeRandomSource("vectors hashes");
    GroupId group = GroupId.of(random.bytes(32));
    LogId log = LogId.of(random.bytes(16));
    return new VectorObject()
        .text("description", "Labelled inputs, blob and push hashes, running hashes")
        .text("section", "1, 6.2")
        .text("suite", "std1")
        .objects(
            "labelled",
            List.of(
                labelled("roster", group, random.bytes(40)),
                labelled("seal", group, new byte[0]),
                labelled("relay-cert", null, "body".getBytes(UTF_8))))
        .objects("blobs", blobs(random))
        .object("running", running(group, log, random));
  }

  private static VectorObject labelled(String use, @Nullable GroupId group, byte[] body) {
    byte[] input = Labelled.input(use, Suite.STD1, group, body);
    return new VectorObject()
        .text("use", use)
        .hex("group", group == null ? ByteString.EMPTY : group.bytes())
        .hex("body", body)
        .hex("input", input)
        .hex("sha256", Sha256.of(input));
  }

  private static List<VectorObject> blobs(FakeRandomSource random) {
    DeviceId sender = DeviceId.of(random.bytes(16));
    StreamId stream = StreamId.of(random.bytes(16));
    return List.of(
        blob(sender, 1, EnvelopeKind.ENVELOPE_KIND_BLOB, StreamId.DEFAULT, 0, 1, random.bytes(300),
            0),
        blob(sender, 2, EnvelopeKind.ENVELOPE_KIND_BLOB, stream, 0, 7, random.bytes(300), 604_800),
        blob(
            sender,
            Long.MAX_VALUE,
            EnvelopeKind.ENVELOPE_KIND_CHECKPOINT,
            stream,
            (1L << 53) + 1,
            -1,
            random.bytes(300),
            2_592_000),
        blob(sender, 3, EnvelopeKind.ENVELOPE_KIND_CHECKPOINT_PART, stream, 9, 7,
            random.bytes(300), 0));
  }

  private static VectorObject blob(
      DeviceId sender, long seq, EnvelopeKind kind, StreamId stream, long covers, int epoch,
      byte[] payload, int ttl) {
    ByteString hash =
        LogHashes.blobHash(sender, seq, kind, stream, covers, epoch, ByteString.copyFrom(payload));
    return new VectorObject()
        .hex("sender", sender.bytes())
        .u64("device_seq", seq)
        .text("kind", kind.name())
        .hex("stream", stream.toWire())
        .u64("covers", covers)
        .u32("epoch", epoch)
        .hex("payload", payload)
        .hex("blob_hash", hash)
        .u32("ttl_seconds", ttl)
        .hex("push_hash", LogHashes.pushHash(hash, ttl));
  }

  private static VectorObject running(GroupId group, LogId log, FakeRandomSource random) {
    Position position = Position.start(group, log);
    VectorObject start =
        new VectorObject().hex("group_id", group.bytes())
            .hex("log_id", log.bytes())
            .hex("start", position.runningHash());
    List<VectorObject> steps = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ByteString entryHash = ByteString.copyFrom(random.bytes(32));
      position = position.next(entryHash);
      steps.add(
          new VectorObject()
              .u64("cursor", position.cursor())
              .hex("entry_hash", entryHash)
              .hex("running_hash", position.runningHash()));
    }
    return start.objects("steps", steps);
  }
}
