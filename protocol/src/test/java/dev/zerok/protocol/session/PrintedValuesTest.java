package dev.zerok.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.session.ClientSessionEvent.FrameReceived;
import dev.zerok.protocol.session.RelaySessionEvent.ChainPresented;
import dev.zerok.protocol.session.RelaySessionEvent.CommandReceived;
import dev.zerok.protocol.session.RelaySessionEvent.HelloReceived;
import dev.zerok.protocol.session.RelaySessionEvent.JoinRequested;
import dev.zerok.protocol.wire.ClientFrame;
import dev.zerok.protocol.wire.Deliver;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.RelayFrame;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a log or a failed assertion may show of a session: kinds and sizes, never tokens or payloads. */
class PrintedValuesTest {
  private static final ByteString SECRET = ByteString.copyFromUtf8("hush".repeat(100));
  private static final ByteString KEY = ByteString.copyFromUtf8("k".repeat(32));
  private static final Hello HELLO =
      SessionSamples.HELLO.toBuilder().setAccessToken(SECRET.substring(0, 200)).build();

  @Test
  void eventsOfARelay_printKindsAndSizesOnly() {
    ClientFrame push =
        SessionSamples.push(SessionSamples.PUSH.toBuilder().setPayload(SECRET).build());

    assertThat(new HelloReceived(KEY, HELLO))
        .hasToString("HelloReceived[" + HELLO.getSerializedSize() + " bytes]");
    assertThat(
        new ChainPresented(KEY, HELLO, List.of(SessionSamples.entry(1)), SECRET.substring(0, 200)))
        .hasToString("ChainPresented[1 entries]");
    assertThat(new CommandReceived(push))
        .hasToString("CommandReceived[PUSH, " + push.getSerializedSize() + " bytes]");
    assertThat(new JoinRequested(KEY, SessionSamples.MAILBOX))
        .hasToString("JoinRequested[" + SessionSamples.MAILBOX + "]");
  }

  @Test
  void valuesOfAClient_printKindsAndSizesOnly() {
    RelayFrame deliver =
        RelayFrame.newBuilder().setDeliver(Deliver.newBuilder().setPayload(SECRET)).build();
    SessionPurpose purpose = new SessionPurpose.SyncGroup(HELLO);
    String syncing = "SyncGroup[" + HELLO.getSerializedSize() + " bytes]";

    assertThat(new FrameReceived(deliver))
        .hasToString("FrameReceived[DELIVER, " + deliver.getSerializedSize() + " bytes]");
    assertThat(purpose).hasToString(syncing);
    assertThat(SessionSamples.clientConfig(purpose))
        .hasToString("ClientSessionConfig[" + SubProtocol.STD1 + ", " + syncing + "]");
  }
}
