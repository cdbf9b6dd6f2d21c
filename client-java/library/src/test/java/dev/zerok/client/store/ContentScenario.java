package dev.zerok.client.store;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.content.ContentManifest;
import dev.zerok.protocol.id.ContentId;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.StreamId;
import java.util.List;
import java.util.stream.Stream;

/** What happens to large contents in a device's day, as records. */
final class ContentScenario {
  private static final ContentManifest MANIFEST = new ContentManifest(ContentId.of(new byte[16]),
      5_000, 1_024, ByteString.copyFrom(new byte[32]), "film", "video");

  static final ContentKey KEY = new ContentKey(DeviceId.of(new byte[16]), MANIFEST.id());

  private ContentScenario() {}

  /** One content goes out wholly, another one is under way. */
  static List<StoreRecord> sending() {
    ContentId other = ContentId.of(ByteString.copyFromUtf8("another content!"));
    ContentManifest second = new ContentManifest(other, 1, 1_024, MANIFEST.sha256(), "", "");
    return changes(
        new ContentRecord.ContentSource(MANIFEST, "/film", 7, "films", 60, 0).advanced(),
        new ContentRecord.ContentSource(second, "/small", 8, "", 0, 2),
        new ContentRecord.ContentPush(2, MANIFEST.id()),
        new ContentRecord.ContentSourceDone(other));
  }

  /** One content comes in with a hole, another one was taken. */
  static List<StoreRecord> receiving() {
    ContentKey other = new ContentKey(DeviceId.of(ByteString.copyFromUtf8("another sender !")),
        MANIFEST.id());
    return changes(
        new ContentRecord.ContentExpected(KEY, MANIFEST, StreamId.DEFAULT, 9, false),
        new ContentRecord.ContentKept(KEY, 0, 2),
        new ContentRecord.ContentKept(KEY, 3, 1),
        new ContentRecord.ContentExpected(KEY, MANIFEST, StreamId.DEFAULT, 9, true),
        new ContentRecord.ContentExpected(other, MANIFEST, StreamId.DEFAULT, 9, false),
        new ContentRecord.ContentClosed(other));
  }

  private static List<StoreRecord> changes(ContentRecord... records) {
    return Stream.of(records).<StoreRecord>map(StoreRecord.ContentChange::new).toList();
  }
}
