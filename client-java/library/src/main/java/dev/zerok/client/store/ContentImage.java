package dev.zerok.client.store;

import dev.zerok.protocol.id.ContentId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What a store knows of large contents: the fold of its {@link ContentRecord}s. Confined to one thread. */
public final class ContentImage {
  /** A content on its way here, and the indexes of the chunks that are on the shelf. */
  public record ExpectedChunks(ContentRecord.ContentExpected expected, BitSet chunks) {}

  private final Map<ContentId, ContentRecord.ContentSource> sources = new LinkedHashMap<>();
  private final TreeMap<Long, ContentId> pushes = new TreeMap<>();
  private final Map<ContentKey, ExpectedChunks> expected = new LinkedHashMap<>();

  /** Takes one record in. */
  void apply(ContentRecord change) {
    if (change instanceof ContentRecord.ContentSource record) {
      sources.put(record.manifest().id(), record);
    } else if (change instanceof ContentRecord.ContentPush record) {
      pushes.put(record.seq(), record.id());
    } else if (change instanceof ContentRecord.ContentSourceDone record) {
      sources.remove(record.id());
    } else if (change instanceof ContentRecord.ContentExpected record) {
      ExpectedChunks before = expected.get(record.key());
      expected.put(record.key(),
          new ExpectedChunks(record, before == null ? new BitSet() : before.chunks()));
    } else if (change instanceof ContentRecord.ContentKept record) {
      ExpectedChunks of = expected.get(record.key());
      if (of != null) {
        of.chunks().set(record.from(), record.from() + record.count());
      }
    } else if (change instanceof ContentRecord.ContentClosed record) {
      expected.remove(record.key());
    }
  }

  /** An own push is no longer kept. */
  void dropped(long seq) {
    pushes.remove(seq);
  }

  /** Records whose fold is this image again; behind those of the outbox. */
  List<StoreRecord> snapshot() {
    List<ContentRecord> records = new ArrayList<>(sources.values());
    pushes.forEach((seq, id) -> records.add(new ContentRecord.ContentPush(seq, id)));
    expected.forEach((key, of) -> {
      records.add(of.expected());
      for (int from = of.chunks().nextSetBit(0); from >= 0;) {
        int end = of.chunks().nextClearBit(from);
        records.add(new ContentRecord.ContentKept(key, from, end - from));
        from = of.chunks().nextSetBit(end);
      }
    });
    List<StoreRecord> all = new ArrayList<>();
    records.forEach(record -> all.add(new StoreRecord.ContentChange(record)));
    return all;
  }

  /** Own contents that the relay does not have wholly, in the order in which they were pushed. */
  public Map<ContentId, ContentRecord.ContentSource> sources() {
    return Collections.unmodifiableMap(sources);
  }

  /** Own pushes that are still kept and are parts of contents, by sequence. */
  public NavigableMap<Long, ContentId> pushes() {
    return Collections.unmodifiableNavigableMap(pushes);
  }

  /** Contents of other devices that the app has not taken yet, in the order of their manifests. */
  public Map<ContentKey, ExpectedChunks> expected() {
    return Collections.unmodifiableMap(expected);
  }
}
