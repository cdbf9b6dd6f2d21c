package dev.zerok.protocol.content;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.id.ContentId;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.wire.Chunk;
import dev.zerok.protocol.wire.Manifest;
import dev.zerok.protocol.wire.PayloadKind;

/** One payload of a large content: its announcement, a piece of it, or the word that no more comes (PROTOCOL.md § 7.1). */
public sealed interface ContentPart {
  ContentId id();

  /** The kind of payload that this goes in. */
  PayloadKind kind();

  /** The payload's body. */
  ByteString body();

  /** CONTENT-1: what will come. */
  record Announced(ContentManifest manifest) implements ContentPart {
    @Override
    public ContentId id() {
      return manifest.id();
    }

    @Override
    public PayloadKind kind() {
      return PayloadKind.PAYLOAD_KIND_MANIFEST;
    }

    @Override
    public ByteString body() {
      return Manifest.newBuilder()
          .setContentId(manifest.id().bytes())
          .setSize(manifest.size())
          .setChunkBytes(manifest.chunkBytes())
          .setChunkCount(manifest.chunkCount())
          .setSha256(manifest.sha256())
          .setName(manifest.name())
          .setContentType(manifest.contentType())
          .build()
          .toByteString();
    }
  }

  /**
   * CONTENT-2: a chunk.
   *
   * @param index from 0, below {@link Limits#CONTENT_CHUNKS}
   * @param data at most {@link Limits#CONTENT_CHUNK_BYTES} bytes
   */
  record Piece(ContentId id, int index, ByteString data) implements ContentPart {
    public Piece {
      if (index < 0 || index >= Limits.CONTENT_CHUNKS
          || data.size() > Limits.CONTENT_CHUNK_BYTES) {
        throw new IllegalArgumentException("chunk " + index + " of " + data.size() + " bytes");
      }
    }

    @Override
    public PayloadKind kind() {
      return PayloadKind.PAYLOAD_KIND_CHUNK;
    }

    @Override
    public ByteString body() {
      return Chunk.newBuilder()
          .setContentId(id.bytes())
          .setIndex(index)
          .setData(data)
          .build()
          .toByteString();
    }

    /** Without the data, which is the app's secret. */
    @Override
    public String toString() {
      return "Piece[" + id + " " + index + ", " + data.size() + " bytes]";
    }
  }

  /** CONTENT-5: no further chunk follows. */
  record Withdrawn(ContentId id) implements ContentPart {
    @Override
    public PayloadKind kind() {
      return PayloadKind.PAYLOAD_KIND_MANIFEST;
    }

    @Override
    public ByteString body() {
      return Manifest.newBuilder()
          .setContentId(id.bytes())
          .setWithdrawn(true)
          .build()
          .toByteString();
    }
  }

  /** Whether payloads of this kind are parts of contents. */
  static boolean isPart(PayloadKind kind) {
    return kind == PayloadKind.PAYLOAD_KIND_MANIFEST || kind == PayloadKind.PAYLOAD_KIND_CHUNK;
  }

  /**
   * The part that a MANIFEST or CHUNK payload's body says.
   *
   * @throws ProtocolViolation if it breaks CONTENT-1 or CONTENT-2: its sender is at fault, not the relay; the payload is acknowledged,
   *     dropped and reported
   */
  static ContentPart parse(PayloadKind kind, ByteString body) throws ProtocolViolation {
    try {
      return kind == PayloadKind.PAYLOAD_KIND_CHUNK
          ? chunk(Chunk.parseFrom(body))
          : manifest(Manifest.parseFrom(body));
    } catch (InvalidProtocolBufferException e) {
      throw ProtocolViolation.invalid("A part of a large content does not decode.");
    }
  }

  private static ContentPart chunk(Chunk chunk) throws ProtocolViolation {
    ContentId id = ContentId.fromWire(chunk.getContentId());
    if (chunk.getIndex() < 0 || chunk.getIndex() >= Limits.CONTENT_CHUNKS
        || chunk.getData().isEmpty() || chunk.getData().size() > Limits.CONTENT_CHUNK_BYTES) {
      throw ProtocolViolation.invalid("A chunk has an index or a size out of range.");
    }
    return new Piece(id, chunk.getIndex(), chunk.getData());
  }

  private static ContentPart manifest(Manifest manifest) throws ProtocolViolation {
    ContentId id = ContentId.fromWire(manifest.getContentId());
    if (manifest.getWithdrawn()) {
      return new Withdrawn(id);
    }
    try {
      ContentManifest announced = new ContentManifest(id, manifest.getSize(),
          manifest.getChunkBytes(), manifest.getSha256(), manifest.getName(),
          manifest.getContentType());
      if (announced.chunkCount() == manifest.getChunkCount()) {
        return new Announced(announced);
      }
    } catch (IllegalArgumentException e) {
      throw ProtocolViolation.invalid("A manifest is out of range: " + e.getMessage() + ".");
    }
    throw ProtocolViolation.invalid("A manifest's chunks do not make its size.");
  }
}
