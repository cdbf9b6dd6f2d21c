package dev.zerok.cli.e2e;

import com.google.protobuf.ByteString;
import dev.zerok.client.ClientConfig;
import dev.zerok.client.SyncClient;
import dev.zerok.client.model.AppChanges;
import dev.zerok.client.store.FileClientStore;
import dev.zerok.client.store.StoreKey;
import dev.zerok.client.system.SecureRandomSource;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.crypto.provider.Providers;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/**
 * A client in a process of its own that adds up numbers in its store. It says {@code holding N} when it holds a blob that it has not
 * applied, and applies it only if it was told to ({@code apply}); otherwise it waits to be killed.
 */
public final class CrashingReceiver {
  /** Where the sum stands in the store. */
  static final String SUM = "sum";

  private CrashingReceiver() {}

  static FileClientStore store(Path folder) throws Exception {
    return FileClientStore.open(folder, new StoreKey.Raw(Secret.adopt(new byte[32])),
        Providers.fastest(), new SecureRandomSource());
  }

  /** @param args the store's folder; how many blobs to apply before holding one */
  public static void main(String[] args) throws Exception {
    int applyFirst = Integer.parseInt(args[1]);
    SyncClient[] client = new SyncClient[1];
    CountDownLatch opened = new CountDownLatch(1);
    int[] seen = new int[1];
    ClientConfig config = ClientConfig.of(store(Path.of(args[0]))).withHandler(blob -> {
      opened.await();
      String number = blob.body().toStringUtf8();
      if (seen[0]++ == applyFirst) {
        System.out.println("holding " + number);
        new CountDownLatch(1).await();
      }
      return CompletableFuture.completedFuture(added(client[0], number));
    });
    client[0] = SyncClient.open(config);
    opened.countDown();
    client[0].start();
    new CountDownLatch(1).await();
  }

  static AppChanges added(SyncClient client, String number) {
    return AppChanges.of(SUM,
        ByteString.copyFromUtf8(Long.toString(sum(client) + Long.parseLong(number))));
  }

  static long sum(SyncClient client) {
    return client.appValue(SUM).map(ByteString::toStringUtf8).map(Long::parseLong).orElse(0L);
  }
}
