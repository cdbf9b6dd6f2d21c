package dev.zerok.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.client.ClientConfig;
import dev.zerok.client.SyncClient;
import dev.zerok.client.store.MemoryClientStore;
import dev.zerok.protocol.id.DeviceId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each example does what its first sentence says, against a real relay. */
class ExamplesTest {
  @TempDir Path folder;

  private static ClientConfig inMemory() {
    return ClientConfig.of(new MemoryClientStore());
  }

  @Test
  void quickStart_bringsATextFromOneDeviceToTheOther() throws Exception {
    BlockingQueue<String> phoneGot = new LinkedBlockingQueue<>();
    try (ExampleGroup group = ExampleGroup.start(folder,
        QuickStart.device(folder.resolve("laptop"), new byte[32], text -> {}));
        SyncClient phone = group.join(
            QuickStart.device(folder.resolve("phone"), new byte[32], phoneGot::add))) {
      assertThat(ExampleGroup.await(QuickStart.push(group.laptop, "dinner at 8"))).isPositive();

      assertThat(phoneGot.poll(ExampleGroup.PATIENCE_SECONDS, TimeUnit.SECONDS))
          .isEqualTo("dinner at 8");
      assertThat(phone.devices()).hasSize(2);
      assertThat(ExampleGroup.await(group.kit)).contains(group.laptop.status().group().hex());
    }
  }

  @Test
  void offlineNotes_areWrittenWithoutANetwork_andAgreeAfterwards() throws Exception {
    MemoryClientStore laptop = new MemoryClientStore();
    MemoryClientStore tablet = new MemoryClientStore();
    BlockingQueue<String> onLaptop = new LinkedBlockingQueue<>();
    BlockingQueue<String> onTablet = new LinkedBlockingQueue<>();
    try (ExampleGroup group = ExampleGroup.start(folder, ClientConfig.of(laptop))) {
      try (SyncClient joined = group.join(ClientConfig.of(tablet))) {
        ExampleGroup.await(joined.caughtUp());
      }
      group.laptop.close();
      group.goOffline();
      try (OfflineNotes first = notes(laptop, onLaptop);
          OfflineNotes second = notes(tablet, onTablet)) {
        ExampleGroup.await(second.write("shopping", "milk"));
        assertThat(second.read("shopping")).isEqualTo("milk");
        assertThat(second.waiting()).isEqualTo(1);

        group.goOnline();
        assertThat(onLaptop.poll(ExampleGroup.PATIENCE_SECONDS, TimeUnit.SECONDS))
            .isEqualTo("shopping");
        assertThat(first.read("shopping")).isEqualTo("milk");
        ExampleGroup.await(first.write("shopping", "milk and bread"));
        assertThat(onTablet.poll(ExampleGroup.PATIENCE_SECONDS, TimeUnit.SECONDS))
            .isEqualTo("shopping");
        assertThat(second.read("shopping")).isEqualTo("milk and bread");
      }
    }
  }

  private static OfflineNotes notes(MemoryClientStore device, BlockingQueue<String> changed) {
    return new OfflineNotes(ClientConfig.of(new MemoryClientStore(device.load())), changed::add);
  }

  @Test
  void exactlyOnceLedger_addsEachAmountOnce_alsoOverRestarts() throws Exception {
    Path phone = Files.createDirectory(folder.resolve("phone"));
    try (ExampleGroup group = ExampleGroup.start(folder, inMemory())) {
      group.join(ExactlyOnceLedger.device(phone, new byte[32])).close();
      group.push("1250 groceries");
      group.push("300 groceries");
      for (int start = 0; start < 2; start++) {
        try (SyncClient client =
            SyncClient.open(ExactlyOnceLedger.device(phone, new byte[32])).start()) {
          ExampleGroup.await(client.caughtUp());
        }
      }

      assertThat(cents(phone)).isEqualTo(1_550);
    }
  }

  @Test
  void ledgerByHand_joinsByALink_andShowsTheAccountsAtEnter_alsoWhenStartedAgain()
      throws Exception {
    try (ExampleGroup group = ExampleGroup.start(folder, inMemory())) {
      CompletableFuture<String> link = new CompletableFuture<>();
      try (HandRun joining = new HandRun()) {
        var paired = QuickStart.invite(group.laptop,
            (name, choices) -> joining.words.thenApply(choices::indexOf), link::complete);
        joining.start(ledger().toString(), ExampleGroup.await(link));
        ExampleGroup.await(paired);
        group.push("1250 groceries");
        joining.pressEnterUntil("groceries: 1250 cents");
      }
      group.push("300 groceries");
      try (HandRun again = new HandRun()) {
        again.start(ledger().toString());
        again.pressEnterUntil("groceries: 1550 cents");
      }
      try (HandRun wrong = new HandRun()) {
        assertThat(ExampleGroup.await(wrong.start(folder.resolve("new").toString())))
            .isEqualTo(1);
      }
    }
  }

  private Path ledger() {
    return folder.resolve("ledger");
  }

  private static long cents(Path phone) throws Exception {
    try (Connection app = DriverManager.getConnection("jdbc:sqlite:" + phone.resolve("app.db"));
        Statement statement = app.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT cents FROM account WHERE name = 'groceries'")) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  @Test
  void blobReader_putsEachBlobAway_andMeetsOneAgainThatItDidNotPutAway() throws Exception {
    BlockingQueue<String> put = new LinkedBlockingQueue<>();
    MemoryClientStore phone = new MemoryClientStore();
    try (ExampleGroup group = ExampleGroup.start(folder, inMemory())) {
      try (SyncClient joined = group.join(ClientConfig.of(phone))) {
        ExampleGroup.await(joined.caughtUp());
      }
      group.push("one");
      group.push("two");
      CompletableFuture<Void> died = new CompletableFuture<>();
      MemoryClientStore firstLife = new MemoryClientStore(phone.load());
      try (SyncClient client = BlobReader.read(ClientConfig.of(firstLife), blob -> {
        if (blob.body().toStringUtf8().equals("two")) {
          died.complete(null);
          throw new IllegalStateException("out of memory, say");
        }
        put.add(blob.body().toStringUtf8());
      })) {
        ExampleGroup.await(died);
      }
      try (SyncClient client =
          BlobReader.read(ClientConfig.of(new MemoryClientStore(firstLife.load())),
              blob -> put.add(blob.body().toStringUtf8()))) {
        ExampleGroup.await(client.caughtUp());
      }

      assertThat(put).containsExactly("one", "two");
    }
  }

  @Test
  void bigFile_arrivesWholeAfterThePhoneWasAway() throws Exception {
    byte[] bytes = new byte[2_000_000];
    new Random(1).nextBytes(bytes);
    Path film = Files.write(folder.resolve("film"), bytes);
    CompletableFuture<Path> received = new CompletableFuture<>();
    MemoryClientStore phone = new MemoryClientStore();
    try (ExampleGroup group = ExampleGroup.start(folder, inMemory())) {
      try (SyncClient joined = group.join(ClientConfig.of(phone))) {
        ExampleGroup.await(joined.caughtUp());
      }
      ExampleGroup.await(BigFile.send(group.laptop, film, shown -> {}).completed());

      try (SyncClient client = BigFile.receive(
          SyncClient.open(ClientConfig.of(new MemoryClientStore(phone.load()))), folder,
          received::complete).start()) {
        assertThat(ExampleGroup.await(received)).hasBinaryContent(bytes);
      }
    }
  }

  @Test
  void lostPhone_isPutOut_andOnlyByAnAdmin() throws Exception {
    try (ExampleGroup group = ExampleGroup.start(folder, inMemory());
        SyncClient phone = group.join(inMemory())) {
      DeviceId laptop = group.laptop.status().device();
      ExampleGroup.await(phone.caughtUp());

      assertThat(ExampleGroup.await(LostPhone.remove(phone, laptop))).contains("admin");
      assertThat(LostPhone.others(group.laptop)).containsExactly(phone.status().device());
      assertThat(ExampleGroup.await(LostPhone.remove(group.laptop, phone.status().device())))
          .isEqualTo("The phone is out.");
      assertThat(LostPhone.others(group.laptop)).isEmpty();
    }
  }
}
