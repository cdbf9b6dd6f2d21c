package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.IncomingBlob;
import dev.zerok.client.model.PushOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PairAndExchangeTest {
  @TempDir Path folder;

  @Test
  @Tag("PAIR-2")
  @Tag("PAIR-3")
  @Tag("DELIV-6")
  void twoDevices_pairByWords_andExchangeBothWays() {
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice first = ClientDevice.creating(relay).start();
        ClientDevice second = first.pair().start()) {
      first.push("hello");
      assertThat(second.nextTexts(1)).containsExactly("hello");

      second.push("and back");
      assertThat(first.nextTexts(1)).containsExactly("and back");
      assertThat(second.client.status().groupName()).isEqualTo("holiday");
      assertThat(second.client.devices()).hasSize(2);
    }
  }

  @Test
  void streamsContentTypesAndLargeBodies_arriveAsTheyWerePushed() {
    byte[] large = new byte[900_000];
    new java.util.Random(7).nextBytes(large);
    PushOptions options = PushOptions.DEFAULT.withStream("photos").withContentType("image/png");
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice first = ClientDevice.creating(relay).start();
        ClientDevice second = first.pair().start()) {
      ClientDevice.await(first.client.acknowledged(
          ClientDevice.await(first.client.push(ByteString.copyFrom(large), options))));

      IncomingBlob blob = second.nextBlob();

      assertThat(blob.body()).isEqualTo(ByteString.copyFrom(large));
      assertThat(blob.contentType()).isEqualTo("image/png");
      assertThat(blob.stream()).isEqualTo(second.client.streamId("photos"));
      assertThat(blob.sender()).isEqualTo(first.client.status().device());
      assertThat(blob.deviceSeq()).isEqualTo(1);
    }
  }

  @Test
  void pushesBeforeTheFirstConnection_goOutAtIt() {
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice first = ClientDevice.creating(relay)) {
      first.push("one");
      first.push("two");
      assertThat(first.client.status().outboxCount()).isEqualTo(2);

      first.start();
      ClientDevice.await(first.client.outboxDrained());

      assertThat(first.client.status().outboxCount()).isZero();
    }
  }
}
