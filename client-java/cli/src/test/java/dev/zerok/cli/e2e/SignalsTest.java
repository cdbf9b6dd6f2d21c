package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.zerok.client.model.SyncEvent.SignalReceived;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.protocol.id.DeviceId;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signals between clients over a real relay. */
class SignalsTest {
  private static final ByteString TYPING = ByteString.copyFromUtf8("typing");

  @TempDir Path folder;

  @Test
  @Tag("SIGNAL-5")
  @Tag("SIGNAL-6")
  void signals_reachWhoIsOnline_inTheirOrder_andNobodyLater() {
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice first = ClientDevice.creating(relay).start();
        ClientDevice second = first.pair().start()) {
      ClientDevice.await(second.client.caughtUp());
      DeviceId sender = first.client.status().device();

      ClientDevice.await(first.client.signal(TYPING, "note/cursor"));
      ClientDevice.await(first.client.signal(ByteString.EMPTY, "",
          second.client.status().device()));

      assertThat(second.nextEvent(SignalReceived.class))
          .isEqualTo(new SignalReceived(sender, "note/cursor", TYPING));
      assertThat(second.nextEvent(SignalReceived.class))
          .isEqualTo(new SignalReceived(sender, "", ByteString.EMPTY));
      assertThat(second.client.status().head()).isEqualTo(first.client.status().head());
    }
  }

  @Test
  void signal_thatCannotBeSent_saysWhy() {
    try (TestRelay relay = TestRelay.start(folder);
        ClientDevice first = ClientDevice.creating(relay)) {
      assertFails(first, TYPING, SyncProblem.Reason.OFFLINE);
      first.start();
      ClientDevice.await(first.client.caughtUp());
      assertFails(first, ByteString.copyFrom(new byte[4_097]), SyncProblem.Reason.TOO_LARGE);
      DeviceId nobody = DeviceId.of(ByteString.copyFrom(new byte[16]));
      assertThatThrownBy(() -> ClientDevice.await(first.client.signal(TYPING, "", nobody)))
          .isInstanceOfSatisfying(SyncProblem.class, problem -> assertThat(problem.reason())
              .isEqualTo(SyncProblem.Reason.UNKNOWN_DEVICE));
    }
  }

  private static void assertFails(ClientDevice device, ByteString body,
      SyncProblem.Reason reason) {
    assertThatThrownBy(() -> ClientDevice.await(device.client.signal(body, "")))
        .isInstanceOfSatisfying(SyncProblem.class,
            problem -> assertThat(problem.reason()).isEqualTo(reason));
  }
}
