package dev.zerok.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.crypto.provider.Providers;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.testkit.FakeRandomSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link ClientStore} promises, of the store in memory and of the one in files alike. */
class StoreContractTest {
  private static final ByteString HASH = ByteString.copyFrom(new byte[32]);
  private static final DeviceId SENDER = DeviceId.of(new byte[16]);

  @TempDir Path folder;

  /** Fresh records for each store: secrets in them belong to one. */
  private static List<List<StoreRecord>> batches() {
    return List.of(
        List.of(
            new StoreRecord.Identity(secret(96), GroupId.of(new byte[32]), "std1", "group",
                "phone"),
            new StoreRecord.EpochKeys(1, secret(32), secret(32))),
        List.of(new StoreRecord.ChainEntry(0, HASH, 0), applied(1)),
        List.of(new StoreRecord.Outgoing(1, HASH, HASH, ByteString.EMPTY)),
        List.of(new StoreRecord.OutgoingPlaced(1, 2), applied(2),
            new StoreRecord.SenderMark(SENDER, 7, HASH, 2)),
        List.of(new StoreRecord.Parked(3, HASH, HASH), new StoreRecord.AppValue("k", HASH)),
        List.of(new StoreRecord.Unparked(3), new StoreRecord.OutgoingDropped(1, HASH)));
  }

  private static Secret secret(int length) {
    return Secret.adopt(new byte[length]);
  }

  private static StoreRecord applied(long cursor) {
    return new StoreRecord.Applied(new Position(LogId.of(new byte[16]), cursor, HASH));
  }

  private static FileClientStore open(Path at, int keyFill) throws StoreFailure {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) keyFill);
    return FileClientStore.open(at, new StoreKey.Raw(Secret.adopt(key)), Providers.bouncyCastle(),
        new FakeRandomSource("store"));
  }

  private static ByteString contents(ClientStore store) {
    try (StoreImage image = store.load()) {
      return ByteString.copyFrom(RecordCodec.encode(image.snapshot()));
    }
  }

  /** The contents after each number of batches, 0 included, and the file of the last one. */
  private List<ByteString> lives(Path at) throws StoreFailure {
    List<ByteString> contents = new ArrayList<>();
    try (FileClientStore store = open(at, 1)) {
      contents.add(contents(store));
      for (List<StoreRecord> batch : batches()) {
        store.commit(batch);
        contents.add(contents(store));
      }
    }
    return contents;
  }

  @Test
  void memoryAndFile_holdTheSameAfterEveryBatch() throws StoreFailure {
    MemoryClientStore memory = new MemoryClientStore();
    List<ByteString> ofMemory = new ArrayList<>(List.of(contents(memory)));
    for (List<StoreRecord> batch : batches()) {
      memory.commit(batch);
      ofMemory.add(contents(memory));
    }

    assertThat(lives(folder)).isEqualTo(ofMemory);
    try (FileClientStore reopened = open(folder, 1)) {
      assertThat(contents(reopened)).isEqualTo(ofMemory.get(ofMemory.size() - 1));
    }
  }

  @Test
  void commit_afterClose_fails_inBothStores() throws StoreFailure {
    for (ClientStore store : List.of(new MemoryClientStore(), open(folder, 1))) {
      store.close();

      assertThatExceptionOfType(StoreFailure.class).isThrownBy(() -> store.commit(List.of()));
    }
  }
}
