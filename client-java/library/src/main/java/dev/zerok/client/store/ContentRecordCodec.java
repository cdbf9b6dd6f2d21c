package dev.zerok.client.store;

import dev.zerok.protocol.content.ContentManifest;
import dev.zerok.protocol.id.ContentId;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.StreamId;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** Records of large contents as bytes, in the manner of {@link RecordCodec}. */
final class ContentRecordCodec {
  private static final int SOURCE = 1;
  private static final int PUSH = 2;
  private static final int SOURCE_DONE = 3;
  private static final int EXPECTED = 4;
  private static final int KEPT = 5;
  private static final int CLOSED = 6;

  private ContentRecordCodec() {}

  static void write(DataOutputStream out, ContentRecord change) throws IOException {
    if (change instanceof ContentRecord.ContentSource record) {
      out.writeByte(SOURCE);
      writeManifest(out, record.manifest());
      RecordCodec.writeText(out, record.path());
      out.writeLong(record.modifiedNanos());
      RecordCodec.writeText(out, record.stream());
      out.writeInt(record.ttlSeconds());
      out.writeInt(record.next());
    } else if (change instanceof ContentRecord.ContentPush record) {
      out.writeByte(PUSH);
      out.writeLong(record.seq());
      RecordCodec.writeBytes(out, record.id().bytes());
    } else if (change instanceof ContentRecord.ContentSourceDone record) {
      out.writeByte(SOURCE_DONE);
      RecordCodec.writeBytes(out, record.id().bytes());
    } else if (change instanceof ContentRecord.ContentExpected record) {
      out.writeByte(EXPECTED);
      writeKey(out, record.key());
      writeManifest(out, record.manifest());
      RecordCodec.writeBytes(out, record.stream().bytes());
      out.writeLong(record.sentAtMillis());
      out.writeBoolean(record.doubtful());
    } else if (change instanceof ContentRecord.ContentKept record) {
      out.writeByte(KEPT);
      writeKey(out, record.key());
      out.writeInt(record.from());
      out.writeInt(record.count());
    } else if (change instanceof ContentRecord.ContentClosed record) {
      out.writeByte(CLOSED);
      writeKey(out, record.key());
    }
  }

  static ContentRecord read(DataInputStream in) throws IOException {
    int tag = in.readUnsignedByte();
    return switch (tag) {
      case SOURCE -> new ContentRecord.ContentSource(readManifest(in), RecordCodec.readText(in),
          in.readLong(), RecordCodec.readText(in), in.readInt(), in.readInt());
      case PUSH ->
          new ContentRecord.ContentPush(in.readLong(), ContentId.of(RecordCodec.readBytes(in)));
      case SOURCE_DONE ->
          new ContentRecord.ContentSourceDone(ContentId.of(RecordCodec.readBytes(in)));
      case EXPECTED -> new ContentRecord.ContentExpected(readKey(in), readManifest(in),
          StreamId.of(RecordCodec.readBytes(in)), in.readLong(), in.readBoolean());
      case KEPT -> new ContentRecord.ContentKept(readKey(in), in.readInt(), in.readInt());
      case CLOSED -> new ContentRecord.ContentClosed(readKey(in));
      default -> throw new IOException("record tag " + tag + " of a content is not known");
    };
  }

  private static void writeKey(DataOutputStream out, ContentKey key) throws IOException {
    RecordCodec.writeBytes(out, key.sender().bytes());
    RecordCodec.writeBytes(out, key.id().bytes());
  }

  private static ContentKey readKey(DataInputStream in) throws IOException {
    return new ContentKey(DeviceId.of(RecordCodec.readBytes(in)),
        ContentId.of(RecordCodec.readBytes(in)));
  }

  private static void writeManifest(DataOutputStream out, ContentManifest manifest)
      throws IOException {
    RecordCodec.writeBytes(out, manifest.id().bytes());
    out.writeLong(manifest.size());
    out.writeInt(manifest.chunkBytes());
    RecordCodec.writeBytes(out, manifest.sha256());
    RecordCodec.writeText(out, manifest.name());
    RecordCodec.writeText(out, manifest.contentType());
  }

  private static ContentManifest readManifest(DataInputStream in) throws IOException {
    return new ContentManifest(ContentId.of(RecordCodec.readBytes(in)), in.readLong(),
        in.readInt(), RecordCodec.readBytes(in), RecordCodec.readText(in),
        RecordCodec.readText(in));
  }
}
