package dev.zerok.protocol.content;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.hash.Sha256;
import dev.zerok.protocol.id.ContentId;
import dev.zerok.protocol.testkit.MessageFields;
import dev.zerok.protocol.testkit.VectorObject;
import dev.zerok.protocol.wire.Chunk;
import dev.zerok.protocol.wire.Manifest;
import dev.zerok.protocol.wire.PayloadKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Bodies of MANIFEST and CHUNK payloads, good and bad (PROTOCOL.md § 7.1). */
public final class ContentVectors {
  private static final ContentId ID = ContentId.of(new byte[]{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
      13, 14, 15, 16});
  private static final ByteString WHOLE = ByteString.copyFrom(new byte[1_025]);

  private ContentVectors() {}

  static ContentManifest manifest() {
    return new ContentManifest(ID, WHOLE.size(), 1_024, Sha256.of(WHOLE), "grüße.txt",
        "text/plain");
  }

  /** A content of two chunks, an empty one and a withdrawal, by name. */
  public static Map<String, ContentPart> parts() {
    Map<String, ContentPart> parts = new LinkedHashMap<>();
    parts.put("a manifest", new ContentPart.Announced(manifest()));
    parts.put("the first chunk", new ContentPart.Piece(ID, 0, WHOLE.substring(0, 1_024)));
    parts.put("the last chunk", new ContentPart.Piece(ID, 1, WHOLE.substring(1_024)));
    parts.put("the manifest of an empty content", new ContentPart.Announced(
        new ContentManifest(ID, 0, 262_144, Sha256.of(ByteString.EMPTY), "", "")));
    parts.put("a withdrawal", new ContentPart.Withdrawn(ID));
    return parts;
  }

  /** The rule that a part is about. */
  public static String rule(ContentPart part) {
    if (part instanceof ContentPart.Announced) {
      return "CONTENT-1";
    }
    return part instanceof ContentPart.Piece ? "CONTENT-2" : "CONTENT-5";
  }

  /** The content of {@code content.json}. */
  public static VectorObject file() {
    List<VectorObject> parts = new ArrayList<>();
    parts().forEach((name, part) -> parts.add(new VectorObject()
        .text("name", name)
        .text("rule", rule(part))
        .text("kind", part.kind().name())
        .object("fields", fields(part.kind(), part.body()))
        .hex("body", part.body())));
    return new VectorObject()
        .text("description", "Bodies of MANIFEST and CHUNK payloads")
        .text("section", "7.1")
        .objects("parts", parts)
        .objects("chunk_lengths", List.of(lengths(0, 1_024), lengths(1, 1_024),
            lengths(1_024, 1_024), lengths(1_025, 1_024), lengths(786_432, 262_144)))
        .objects("refused", refused());
  }

  private static VectorObject lengths(long size, int chunkBytes) {
    ContentManifest manifest = new ContentManifest(ID, size, chunkBytes, Sha256.of(WHOLE), "", "");
    List<Integer> lengths = new ArrayList<>();
    for (int i = 0; i < manifest.chunkCount(); i++) {
      lengths.add(manifest.chunkLength(i));
    }
    return new VectorObject().u64("size", size)
        .u32("chunk_bytes", chunkBytes)
        .u32s("lengths", lengths);
  }

  static Map<String, Manifest> badManifests() {
    Manifest good;
    try {
      good = Manifest.parseFrom(new ContentPart.Announced(manifest()).body());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
    Map<String, Manifest> bad = new LinkedHashMap<>();
    bad.put("an id of 15 bytes",
        good.toBuilder().setContentId(ID.bytes().substring(1)).build());
    bad.put("one chunk too few", good.toBuilder().setChunkCount(1).build());
    bad.put("one chunk too many", good.toBuilder().setChunkCount(3).build());
    bad.put("chunks of 1 023 bytes",
        good.toBuilder().setChunkBytes(1_023).setChunkCount(2).build());
    bad.put("chunks of over 256 KiB",
        good.toBuilder().setChunkBytes(262_145).setChunkCount(1).build());
    bad.put("more than 1 048 576 chunks", good.toBuilder()
        .setSize(1_048_576L * 1_024 + 1)
        .setChunkCount(1_048_577)
        .build());
    bad.put("a size over 2^63", good.toBuilder().setSize(-1).build());
    bad.put("a hash of 31 bytes",
        good.toBuilder().setSha256(good.getSha256().substring(1)).build());
    bad.put("a name of 257 characters", good.toBuilder().setName("x".repeat(257)).build());
    bad.put("a content type of 257 characters",
        good.toBuilder().setContentType("x".repeat(257)).build());
    return bad;
  }

  static Map<String, Chunk> badChunks() {
    Chunk good = Chunk.newBuilder().setContentId(ID.bytes()).setData(WHOLE).build();
    Map<String, Chunk> bad = new LinkedHashMap<>();
    bad.put("a chunk without data", good.toBuilder().clearData().build());
    bad.put("a chunk with an id of 17 bytes",
        good.toBuilder().setContentId(ID.bytes().concat(WHOLE.substring(0, 1))).build());
    bad.put("chunk 1 048 576", good.toBuilder().setIndex(1_048_576).build());
    bad.put("chunk 2^32 - 1", good.toBuilder().setIndex(-1).build());
    return bad;
  }

  private static List<VectorObject> refused() {
    List<VectorObject> refused = new ArrayList<>();
    badManifests().forEach((name, manifest) -> refused.add(
        refusal(name, PayloadKind.PAYLOAD_KIND_MANIFEST, manifest.toByteString())));
    badChunks().forEach((name, chunk) -> refused.add(
        refusal(name, PayloadKind.PAYLOAD_KIND_CHUNK, chunk.toByteString())));
    refused.add(refusal("a chunk that does not decode", PayloadKind.PAYLOAD_KIND_CHUNK,
        ByteString.copyFrom(new byte[]{0x0a, 0x7f})));
    return refused;
  }

  private static VectorObject refusal(String name, PayloadKind kind, ByteString body) {
    try {
      throw new AssertionError(name + " is taken: " + ContentPart.parse(kind, body));
    } catch (ProtocolViolation expected) {
      return new VectorObject().text("name", name)
          .text("rule",
              kind == PayloadKind.PAYLOAD_KIND_CHUNK ? "CONTENT-2" : "CONTENT-1")
          .text("kind", kind.name())
          .hex("body", body);
    }
  }

  private static VectorObject fields(PayloadKind kind, ByteString body) {
    try {
      return MessageFields.of(kind == PayloadKind.PAYLOAD_KIND_CHUNK
          ? Chunk.parseFrom(body)
          : Manifest.parseFrom(body));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }
}
