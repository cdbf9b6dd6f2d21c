package dev.zerok.client.store;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.crypto.provider.Providers;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.id.LogId;
import dev.zerok.protocol.id.StreamId;
import dev.zerok.protocol.position.Position;
import dev.zerok.protocol.testkit.FakeRandomSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A day in a device's life, as batches of every kind of record, and how stores are opened in these tests. */
final class StoreScenario {
  static final Crypto CRYPTO = Providers.bouncyCastle();

  private static final ByteString HASH = ByteString.copyFrom(new byte[32]);

  private StoreScenario() {}

  /** Fresh records each time: a store's caller wipes what it has committed. */
  static List<List<StoreRecord>> batches() {
    DeviceId other = DeviceId.of(new byte[16]);
    return List.of(
        List.of(
            new StoreRecord.Identity(secret(96, 1), GroupId.of(new byte[32]), "std1", "holiday",
                "phone"),
            new StoreRecord.RelayPin(List.of("ws://a", "ws://b"), HASH,
                ByteString.copyFromUtf8("token")),
            new StoreRecord.JoinProof(3, HASH),
            new StoreRecord.EpochKeys(1, secret(32, 2), secret(32, 3))),
        List.of(new StoreRecord.ChainEntry(0, ByteString.copyFromUtf8("genesis"), 0)),
        List.of(new StoreRecord.ChainEntry(0, ByteString.copyFromUtf8("genesis"), 1), applied(1)),
        List.of(new StoreRecord.Outgoing(1, ByteString.copyFromUtf8("first push"), HASH,
            ByteString.EMPTY)),
        List.of(new StoreRecord.Outgoing(2, ByteString.copyFromUtf8("second push"), HASH, HASH)),
        List.of(new StoreRecord.OutgoingPlaced(1, 2), applied(2)),
        List.of(new StoreRecord.SenderMark(other, 7, HASH, 3), applied(3),
            new StoreRecord.AppValue("k", HASH)),
        List.of(new StoreRecord.Parked(4, ByteString.copyFromUtf8("sealed"), HASH), unknown(4)),
        List.of(new StoreRecord.Unparked(4), new StoreRecord.AppValue("k", ByteString.EMPTY)),
        List.of(new StoreRecord.OutgoingPlaced(2, 5), new StoreRecord.OutgoingDropped(1, HASH)),
        List.of(new StoreRecord.Parked(6, ByteString.copyFromUtf8("stays"), ByteString.EMPTY),
            new StoreRecord.ParkedNote(6, "sealed under another key", 1_700_000_000_000L)),
        List.of(new StoreRecord.SenderClaim(other, 9, HASH, 6), new StoreRecord.LogRenewed(2, 5)),
        ContentScenario.sending(),
        ContentScenario.receiving(),
        List.of(new StoreRecord.DeviceNamed(other, 8, "tablet", 0)),
        List.of(new StoreRecord.PushRefused(1, 1004, "too large")),
        List.of(new StoreRecord.PushedAt(1_700_000_000_000L)),
        List.of(new StoreRecord.PushedAt(1_700_000_000_001L)),
        List.of(new StoreRecord.StreamPushed(StreamId.DEFAULT, 4_000, 0)),
        List.of(new StoreRecord.StreamPushed(StreamId.DEFAULT, 300, 1_700)),
        List.of(new StoreRecord.Stopped("FORK", "the relay lies")));
  }

  private static StoreRecord applied(long cursor) {
    byte[] hash = new byte[32];
    hash[0] = (byte) cursor;
    return new StoreRecord.Applied(
        new Position(LogId.of(new byte[16]), cursor, ByteString.copyFrom(hash)));
  }

  private static StoreRecord unknown(long cursor) {
    return new StoreRecord.Applied(new Position(LogId.of(new byte[16]), cursor, ByteString.EMPTY));
  }

  private static Secret secret(int length, int fill) {
    byte[] bytes = new byte[length];
    java.util.Arrays.fill(bytes, (byte) fill);
    return Secret.adopt(bytes);
  }

  /** What a store holds after the first {@code count} batches, in comparable form. */
  static String imageAfter(int count) {
    List<StoreRecord> records = new ArrayList<>();
    batches().subList(0, count).forEach(records::addAll);
    return describe(StoreImage.of(records));
  }

  /** An image as text that is equal for equal images, secrets included. */
  static String describe(StoreImage image) {
    return java.util.HexFormat.of().formatHex(RecordCodec.encode(image.snapshot()));
  }

  static StoreKey key() {
    return new StoreKey.Raw(secret(32, 9));
  }

  static FileClientStore open(Path folder) throws StoreFailure {
    return FileClientStore.open(folder, key(), CRYPTO, new FakeRandomSource("store"));
  }

  static byte[] bytesOf(Path folder) {
    try {
      return Files.readAllBytes(folder.resolve(FileClientStore.FILE_NAME));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path folder, byte[] bytes) {
    try {
      Files.createDirectories(folder);
      Files.write(folder.resolve(FileClientStore.FILE_NAME), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
