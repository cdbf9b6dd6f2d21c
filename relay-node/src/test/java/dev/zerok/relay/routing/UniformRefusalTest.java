package dev.zerok.relay.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.GroupId;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.relay.port.AdmissionResult;
import dev.zerok.relay.testkit.FakeDeviceSink;
import dev.zerok.relay.testkit.RelayHarness;
import dev.zerok.relay.testkit.TestDevice;
import dev.zerok.relay.testkit.TestGroup;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UniformRefusalTest {
  @TempDir Path folder;
  private GatedBlobStore store;

  @Test
  @Tag("ADMIT-2")
  void refusals_doTheSameWorkInTheStore_whoeverAsks() {
    try (RelayHarness relay =
        RelayHarness.in(folder).store(real -> store = new GatedBlobStore(real)).start()) {
      List<TestDevice> devices = TestGroup.connected(relay, "g", 2);
      TestGroup group = devices.get(0).group();
      devices.get(0).session().append(group.removal(devices.get(1)));
      devices.get(1).sink.awaitEviction();
      relay.settle();
      TestGroup unknown = TestGroup.founded("unknown");

      List<String> ofUnknownGroup = callsOf(relay, unknown.first.noiseKey(), unknown.id());
      List<String> ofStranger = callsOf(relay, unknown.first.noiseKey(), group.id());
      List<String> ofRemoved = callsOf(relay, devices.get(1).noiseKey(), group.id());

      assertThat(ofUnknownGroup).containsExactly("member", "commit", "close");
      assertThat(ofStranger).isEqualTo(ofUnknownGroup);
      assertThat(ofRemoved).isEqualTo(ofUnknownGroup);
    }
  }

  private List<String> callsOf(RelayHarness relay, ByteString noiseKey, GroupId group) {
    // The batch before is closed when the log begins the next: one more refusal in between makes the count exact.
    relay.settle();
    store.takeCalls();
    store.holdCommits();
    var result = relay.router.hello(
        RelayHarness.request(noiseKey, group, Hello.getDefaultInstance()), new FakeDeviceSink());
    store.awaitHeldCommit();
    store.letCommitsGo();
    assertThat(RelayHarness.await(result)).isInstanceOf(AdmissionResult.Refused.class);
    return store.takeCalls().stream().filter(name -> !name.equals("begin")).toList();
  }
}
