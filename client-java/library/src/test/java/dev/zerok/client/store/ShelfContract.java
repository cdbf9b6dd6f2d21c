package dev.zerok.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.ContentId;
import dev.zerok.protocol.id.DeviceId;
import java.io.IOException;
import java.util.Set;

/** What {@link ContentShelf} promises, of every shelf alike. */
public final class ShelfContract {
  public static final ByteString FIRST = ByteString.copyFromUtf8("first chunk");
  public static final ByteString LAST = ByteString.copyFromUtf8("last");
  public static final ContentKey KEY =
      new ContentKey(DeviceId.of(new byte[16]), ContentId.of(new byte[16]));
  public static final ContentKey OTHER = new ContentKey(KEY.sender(),
      ContentId.of(ByteString.copyFromUtf8("another content!")));

  private ShelfContract() {}

  /** Reads a chunk that is as long as {@code expected}. */
  public static byte[] read(ContentShelf shelf, ContentKey key, int index, ByteString expected)
      throws IOException {
    return shelf.get(key, FIRST.size(), index, expected.size());
  }

  /** Chunks come in any order and again; a dropped content is gone, and no other one. */
  public static void assertKeeps(ContentShelf shelf) throws StoreFailure, IOException {
    shelf.put(KEY, FIRST.size(), 1, LAST);
    shelf.put(OTHER, FIRST.size(), 0, LAST);
    shelf.put(KEY, FIRST.size(), 0, LAST);
    shelf.put(KEY, FIRST.size(), 0, FIRST);

    assertThat(read(shelf, KEY, 0, FIRST)).isEqualTo(FIRST.toByteArray());
    assertThat(read(shelf, KEY, 1, LAST)).isEqualTo(LAST.toByteArray());
    shelf.keepOnly(Set.of(KEY));
    assertThatThrownBy(() -> read(shelf, OTHER, 0, LAST)).isInstanceOf(IOException.class);
    shelf.drop(OTHER);
    assertThat(read(shelf, KEY, 0, FIRST)).isEqualTo(FIRST.toByteArray());
    shelf.drop(KEY);
    assertThatThrownBy(() -> read(shelf, KEY, 0, FIRST)).isInstanceOf(IOException.class);
    assertThat(shelf.refusal(1_000)).isEmpty();
  }
}
