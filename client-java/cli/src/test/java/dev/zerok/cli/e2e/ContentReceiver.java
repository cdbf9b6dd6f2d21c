package dev.zerok.cli.e2e;

import dev.zerok.client.ClientConfig;
import dev.zerok.client.SyncClient;
import dev.zerok.client.jdbc.JdbcClientStore;
import dev.zerok.client.model.BlobHandler;
import dev.zerok.client.model.ContentEvent;
import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.store.StoreKey;
import dev.zerok.client.system.SecureRandomSource;
import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.crypto.provider.Providers;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.concurrent.CountDownLatch;

/**
 * A client in a process of its own that takes large contents with its store in a database. It says {@code arriving} when a part of one is
 * here, and goes on until it is killed.
 */
public final class ContentReceiver {
  private ContentReceiver() {}

  /** Which database the store is in. */
  enum Database {
    SQLITE("jdbc:sqlite:%s.db"), H2("jdbc:h2:file:%s;DB_CLOSE_DELAY=0");

    private final String url;

    Database(String url) {
      this.url = url;
    }

    JdbcClientStore store(Path folder) throws Exception {
      return JdbcClientStore.open(
          DriverManager.getConnection(url.formatted(folder.resolve("app").toAbsolutePath())),
          "device", folder.resolve("app.lock"), new StoreKey.Raw(Secret.adopt(new byte[32])),
          Providers.fastest(), new SecureRandomSource());
    }
  }

  /** @param args the database; the store's folder; the folder for what arrives */
  public static void main(String[] args) throws Exception {
    ClientConfig config = ClientConfig.of(Database.valueOf(args[0]).store(Path.of(args[1])))
        .withHandler(BlobHandler.of(blob -> {}))
        .withListener(event -> {
          if (event instanceof SyncEvent.ContentNews news
              && news.event() instanceof ContentEvent.ContentReceived) {
            System.out.println("arriving");
          }
        });
    SyncClient client = SyncClient.open(config);
    new ContentInbox(Path.of(args[2])).of(client);
    client.start();
    new CountDownLatch(1).await();
  }
}
