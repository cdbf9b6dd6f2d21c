package dev.zerok.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.relay.port.StorageFailure;
import dev.zerok.relay.testkit.Payloads;
import dev.zerok.relay.testkit.RelayHarness;
import dev.zerok.relay.testkit.TestDevice;
import dev.zerok.relay.testkit.TestGroup;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that cannot be read where a command needs to look. */
class FailingReadTest {
  @TempDir Path folder;

  @Test
  @Tag("LOG-1")
  void readThatFails_stopsTheProcess_andNothingOfItsBatchHappens() {
    AtomicReference<GatedBlobStore> gate = new AtomicReference<>();
    RelayHarness relay = RelayHarness.in(folder).store(store -> {
      gate.set(new GatedBlobStore(store));
      return gate.get();
    }).start();
    List<TestDevice> devices = TestGroup.connected(relay, "g", 2);
    TestDevice sender = devices.get(0);
    TestDevice reader = devices.get(1);
    long cursor = sender.push(Payloads.of("a")).getCursor();
    reader.sink.awaitHead(cursor);
    reader.sink.soFar();
    gate.get().fail("entries");

    reader.apply(cursor);

    assertThat(RelayHarness.await(relay.fatal)).isInstanceOf(StorageFailure.class);
    sender.session().push(sender.nextPush(Payloads.of("b")).build());
    assertThat(reader.sink.soFar()).isEmpty();
    relay.closeAfterFailure();
    relay = RelayHarness.startIn(folder);
    reader.connect(relay);
    assertThat(reader.admission().welcome().getHeadCursor()).isEqualTo(cursor);
    assertThat(reader.admission().welcome().getOwnApplied()).isEqualTo(2);
    assertThat(reader.payloads()).containsExactly(Payloads.of("a"));
    relay.close();
  }
}
