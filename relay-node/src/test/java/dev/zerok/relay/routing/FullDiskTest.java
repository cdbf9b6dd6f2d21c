package dev.zerok.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.error.ErrorCode;
import dev.zerok.protocol.error.ErrorFrames;
import dev.zerok.protocol.wire.Push;
import dev.zerok.relay.port.StoreSnapshot;
import dev.zerok.relay.testkit.FolderSearch;
import dev.zerok.relay.testkit.Payloads;
import dev.zerok.relay.testkit.RelayHarness;
import dev.zerok.relay.testkit.TestDevice;
import dev.zerok.relay.testkit.TestGroup;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full disk keeps new payloads out and holds up nothing else: what makes room goes on. */
class FullDiskTest {
  private static final ByteString FIRST = Payloads.of("first", 5_000);
  private static final ByteString SECOND = Payloads.of("second", 5_000);

  @TempDir Path folder;
  private RelayHarness relay;
  private TestDevice sender;
  private TestDevice reader;
  private TestDevice other;

  @BeforeEach
  void groupWithTwoPayloads_onADiskThatBecameFull() {
    relay = RelayHarness.startIn(folder);
    List<TestDevice> devices = TestGroup.connected(relay, "g", 3);
    sender = devices.get(0);
    reader = devices.get(1);
    other = devices.get(2);
    sender.push(FIRST);
    sender.push(SECOND);
    relay.disk.fillTo(0.99);
    relay.router.tick();
    assertThat(sender.pushRefused(sender.nextPush(Payloads.of("no room")).build()))
        .isEqualTo(ErrorFrames.forPush(ErrorCode.STORAGE_FULL, 3, 30_000));
    sender.seq = 2;
  }

  @AfterEach
  void stop() {
    relay.close();
  }

  private boolean isHeld(long cursor) {
    relay.settle();
    try (StoreSnapshot now = relay.store.snapshot()) {
      return now.payload(sender.group().id(), cursor).isPresent();
    }
  }

  @Test
  @Tag("PUSH-5")
  @Tag("DEL-1")
  void deliveringAcknowledgingAndDeleting_goOn_andPushesAreTakenAgainWhenRoomCame() {
    assertThat(reader.payloads()).containsExactly(FIRST, SECOND);
    assertThat(other.payloads()).containsExactly(FIRST, SECOND);
    reader.apply(4);
    other.apply(4);
    assertThat(isHeld(4)).isFalse();
    assertThat(isHeld(5)).isTrue();
    RelayHarness.await(relay.store.whenReclaimed());
    assertThat(FolderSearch.filesWith(folder, FIRST)).isEmpty();
    assertThat(FolderSearch.filesWith(folder, SECOND)).isNotEmpty();
    Push push = sender.nextPush(Payloads.of("third")).build();
    assertThat(sender.pushRefused(push).getCode()).isEqualTo(ErrorCode.STORAGE_FULL.code());

    relay.disk.fillTo(0.5);
    relay.router.tick();

    assertThat(sender.push(push).getCursor()).isEqualTo(6);
    assertThat(reader.payloads()).containsExactly(SECOND, push.getPayload());
  }

  @Test
  @Tag("PUSH-5")
  @Tag("DEL-1")
  void acknowledgementsOnAFullDisk_areDurable() {
    reader.apply(4);
    relay.settle();
    relay.close();
    relay = RelayHarness.startIn(folder);
    relay.disk.fillTo(0.99);
    relay.router.tick();
    List.of(sender, reader, other).forEach(device -> device.connect(relay));
    assertThat(isHeld(4)).isTrue();

    other.apply(5);

    assertThat(isHeld(4)).isFalse();
    assertThat(isHeld(5)).isTrue();
  }

  @Test
  @Tag("PUSH-5")
  void rosterEntries_areTaken_soThatALostDeviceCanBePutOut() {
    sender.session().append(sender.group().removal(other));

    other.sink.awaitEviction();
    reader.apply(5);
    assertThat(isHeld(4)).isFalse();
    assertThat(isHeld(5)).isFalse();
  }
}
