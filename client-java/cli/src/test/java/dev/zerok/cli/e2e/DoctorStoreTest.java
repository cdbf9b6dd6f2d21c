package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.cli.command.ExitCode;
import dev.zerok.client.NewGroup;
import dev.zerok.client.store.FileClientStore;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.wire.Deliver;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What doctor finds in stores that cannot be used, each with what to do. */
class DoctorStoreTest {
  @TempDir Path folder;

  private CommandLineDevice laptop;
  private Path store;

  @BeforeEach
  void makeADevice() throws Exception {
    laptop = CommandLineDevice.founding(folder.resolve("laptop"),
        NewGroup.at(URI.create("ws://127.0.0.1:9"), ByteString.copyFrom(new byte[32]), "holiday",
            "laptop"));
    store = laptop.folder().resolve("store/store");
  }

  private void assertOnly(String finding, String advice) {
    ZerokRun run = laptop.zerok("doctor");

    assertThat(run.each("finding")).as(run.err()).containsExactly(finding);
    assertThat(run.each("verdict")).containsExactly("broken");
    assertThat(run.each("words")).singleElement().asString().contains(advice);
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void wrongPassphrase_isNamed() throws Exception {
    Files.writeString(laptop.folder().resolve("passphrase"), "another\n");

    assertOnly("store_wrong_key",
        "Give the passphrase that was chosen when the device was made");
  }

  @Test
  void damagedStore_isNamed() throws Exception {
    byte[] bytes = Files.readAllBytes(store);
    bytes[bytes.length - 20] ^= 1;
    bytes[bytes.length / 2] ^= 1;
    Files.write(store, bytes);

    assertOnly("store_damaged", "Put a backup of it back, or pair the device again.");
  }

  @Test
  void foreignFolder_isNamed_andLeftAlone() throws Exception {
    Files.writeString(store, "somebody else's file of that name");

    assertOnly("store_foreign", "Name another folder.");
    assertThat(store).hasContent("somebody else's file of that name");
  }

  @Test
  void storeThatCannotBeRead_isNamed() throws Exception {
    Files.delete(store);
    Files.createDirectory(store);

    assertOnly("store_unwritable", "mend the disk");
  }

  @Test
  void folderWithoutADevice_saysHowToMakeOne() throws Exception {
    Files.delete(store);
    ZerokRun run = laptop.zerok("doctor");

    assertThat(run.err()).contains("There is no device in", "zerok init", "--store");
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void deviceThatStoppedBefore_isNamed_andTheRelayIsNotTried() throws Exception {
    try (FileClientStore opened = laptop.openStore()) {
      opened.commit(List.of(new StoreRecord.Stopped("FORK", "The relay's history does not fit.")));
    }
    ZerokRun run = laptop.zerok("doctor");

    assertThat(run.each("finding")).containsExactly("disk_has_room", "store_opens", "stopped");
    assertThat(run.each("words")).last()
        .isEqualTo("The device stopped before: The relay's history does not fit.");
    assertThat(run.code()).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void parkedBlobs_areNoted() throws Exception {
    Deliver damaged = Deliver.newBuilder()
        .setCursor(4)
        .setSender(ByteString.copyFrom(new byte[16]))
        .setDeviceSeq(1)
        .setEpoch(1)
        .setPayload(ByteString.copyFrom(new byte[300]))
        .build();
    try (FileClientStore opened = laptop.openStore()) {
      opened.commit(List.of(new StoreRecord.Parked(4, damaged.toByteString(), ByteString.EMPTY)));
    }
    ZerokRun run = laptop.zerok("doctor");

    assertThat(run.each("finding")).endsWith("relay_unreachable", "blobs_parked");
    assertThat(run.each("verdict")).endsWith("unreachable", "noteworthy");
    assertThat(run.each("words")).last()
        .asString()
        .contains("See them with 'zerok parked'");
  }
}
