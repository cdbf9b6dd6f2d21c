package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import dev.zerok.cli.command.ExitCode;
import dev.zerok.client.model.OpenedBlob;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.client.store.FileClientStore;
import dev.zerok.client.store.StoreRecord;
import dev.zerok.protocol.wire.Deliver;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.RelayFrame;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Captured blobs are opened by whoever has the key, and blobs that do not open can be looked at, tried again and dropped. */
class CapturedBlobTest {
  @TempDir Path folder;

  private CommandLineDevice offlineDevice() throws Exception {
    return CommandLineDevice.creating(folder.resolve("laptop"), URI.create("ws://127.0.0.1:9"),
        ByteString.copyFrom(new byte[32]));
  }

  @Test
  void blobOfAnotherDevice_opensWithTheGroupsKey_andNotWhenChanged() {
    try (TestRelay relay = TestRelay.start(folder.resolve("relay"));
        ClientDevice laptop = ClientDevice.creating(relay).start();
        ClientDevice phone = laptop.pair().start()) {
      ClientDevice.await(phone.client.caughtUp());
      long seq = laptop.push("what the relay cannot read").deviceSeq();
      ByteString captured = laptop.client.outbox().get(0).deliver();

      OpenedBlob opened = phone.client.openSealed(captured);

      assertThat(opened.kind()).isEqualTo("data");
      assertThat(opened.blob().body().toStringUtf8()).isEqualTo("what the relay cannot read");
      assertThat(opened.blob().sender()).isEqualTo(laptop.client.status().device());
      assertThat(opened.blob().deviceSeq()).isEqualTo(seq);
      assertThat(phone.client.openSealed(frameOf(captured))).isEqualTo(opened);
      assertThatExceptionOfType(SyncProblem.class)
          .isThrownBy(() -> phone.client.openSealed(captured.substring(0, captured.size() - 9)))
          .matches(problem -> problem.reason() == SyncProblem.Reason.DOES_NOT_OPEN);
    }
  }

  private static ByteString frameOf(ByteString deliver) {
    try {
      return RelayFrame.newBuilder().setDeliver(Deliver.parseFrom(deliver)).build().toByteString();
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void openCommand_opensWhatOutboxExported_bothForms_andSaysWhyItCannot() throws Exception {
    CommandLineDevice laptop = offlineDevice();
    laptop.zerok("push", "--text", "dinner at 8", "--wait", "0");
    Path export = folder.resolve("export");
    laptop.zerok("outbox", "--export", export.toString());

    for (String name : List.of("1.sealed", "1.deliver")) {
      ZerokRun opened = laptop.zerok("open", export.resolve(name).toString());
      assertThat(opened.code()).as(opened.err()).isEqualTo(ExitCode.OK);
      assertThat(opened.each("text")).containsExactly("dinner at 8");
      assertThat(opened.each("kind")).containsExactly("data");
    }
    Path out = folder.resolve("plain.txt");
    laptop.zerok("open", export.resolve("1.deliver").toString(), "--out", out.toString());
    assertThat(out).hasContent("dinner at 8");
    assertThat(laptop.zerok("open", export.resolve("1.deliver").toString(), "--out",
        out.toString()).err()).contains("is there already");

    byte[] changed = Files.readAllBytes(export.resolve("1.sealed"));
    changed[100] ^= 1;
    Path foreign = Files.write(folder.resolve("foreign.sealed"), changed);
    ZerokRun refused = laptop.zerok("open", foreign.toString());
    assertThat(refused.code()).isEqualTo(ExitCode.FAILED);
    assertThat(refused.err()).contains("without its Deliver frame");
    Path nonsense = Files.writeString(folder.resolve("nonsense"), "no frame at all");
    assertThat(laptop.zerok("open", nonsense.toString()).err()).contains("The blob does not open");
  }

  @Test
  void parkedCommand_listsExportsTriesAndDrops() throws Exception {
    CommandLineDevice laptop = offlineDevice();
    Deliver unreadable = ofNobody().setCursor(4).setEpoch(7).build();
    Deliver ofNobody = ofNobody().setCursor(5).setEpoch(1).build();
    try (FileClientStore store = laptop.openStore()) {
      store.commit(List.of(
          new StoreRecord.Parked(4, unreadable.toByteString(), ByteString.EMPTY),
          new StoreRecord.ParkedNote(4, "it was damaged", 1_700_000_000_000L),
          new StoreRecord.Parked(5, ofNobody.toByteString(), ByteString.EMPTY)));
    }

    ZerokRun listed = laptop.zerok("parked", "--export", folder.resolve("export").toString());
    assertThat(listed.each("cursor")).containsExactly("4", "5");
    assertThat(listed.each("bytes")).containsExactly("300", "300");
    assertThat(listed.each("reason")).startsWith("it was damaged");
    assertThat(listed.each("since")).startsWith("2023-11-14T22:13:20Z");
    assertThat(Deliver.parseFrom(Files.readAllBytes(folder.resolve("export/4.deliver"))))
        .isEqualTo(unreadable);

    ZerokRun tried = laptop.zerok("parked", "--retry");
    assertThat(tried.each("opened"))
        .as("the one that counts for nobody is done with; of epoch 7 there is no key")
        .containsExactly("1");
    assertThat(laptop.zerok("parked").each("cursor")).containsExactly("4");
    assertThat(laptop.zerok("parked", "--retry").each("opened")).containsExactly("0");

    assertThat(laptop.zerok("parked", "--drop", "4").code()).isEqualTo(ExitCode.OK);
    assertThat(laptop.zerok("parked").out()).isEmpty();
    ZerokRun again = laptop.zerok("parked", "--drop", "4");
    assertThat(again.code()).isEqualTo(ExitCode.FAILED);
    assertThat(again.err()).contains("No blob is parked at cursor 4");
  }

  /** A blob of a device that is not in the group. */
  private static Deliver.Builder ofNobody() {
    return Deliver.newBuilder()
        .setSender(ByteString.copyFrom(new byte[16]))
        .setDeviceSeq(1)
        .setKind(EnvelopeKind.ENVELOPE_KIND_BLOB)
        .setPayload(ByteString.copyFrom(new byte[300]));
  }
}
