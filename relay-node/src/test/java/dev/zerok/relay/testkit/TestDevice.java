package dev.zerok.relay.testkit;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.id.DeviceId;
import dev.zerok.protocol.identity.DeviceKeyPairs;
import dev.zerok.protocol.wire.EnvelopeKind;
import dev.zerok.protocol.wire.Error;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.LogPosition;
import dev.zerok.protocol.wire.Push;
import dev.zerok.protocol.wire.PushAck;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.relay.core.ReadRequest;
import dev.zerok.relay.core.StreamItem;
import dev.zerok.relay.core.StreamSlice;
import dev.zerok.relay.port.AdmissionResult;
import dev.zerok.relay.port.DeviceSession;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A device as a client drives it, without transport and sealing: payloads are just bytes. */
public final class TestDevice {
  private static final int MEBIBYTE = 1 << 20;

  private final TestGroup group;
  private final DeviceKeyPairs keys;
  private @Nullable DeviceSession session;
  private AdmissionResult.@Nullable Admitted admitted;
  public FakeDeviceSink sink = new FakeDeviceSink();
  public long seq;

  TestDevice(TestGroup group, DeviceKeyPairs keys) {
    this.group = group;
    this.keys = keys;
  }

  public TestGroup group() {
    return group;
  }

  public DeviceKeyPairs keys() {
    return keys;
  }

  public DeviceId id() {
    return group.deviceId(keys);
  }

  public ByteString noiseKey() {
    return ByteString.copyFrom(keys.noise().publicKey());
  }

  public DeviceSession session() {
    if (session == null) {
      throw new AssertionError("this device is not connected");
    }
    return session;
  }

  public AdmissionResult.Admitted admission() {
    if (admitted == null) {
      throw new AssertionError("this device is not connected");
    }
    return admitted;
  }

  /** Says Hello without a position. */
  public void connect(RelayHarness relay) {
    connect(relay, Hello.getDefaultInstance());
  }

  public void connect(RelayHarness relay, Hello hello) {
    sink = new FakeDeviceSink();
    enter(relay.hello(noiseKey(), group.id(), hello, sink));
  }

  void enter(AdmissionResult result) {
    if (!(result instanceof AdmissionResult.Admitted in)) {
      throw new AssertionError("not admitted: " + result);
    }
    admitted = in;
    session = in.session();
    seq = in.welcome().getOwnDeviceSeq();
  }

  /** The next push of this device. */
  public Push.Builder nextPush(ByteString payload) {
    return Push.newBuilder()
        .setDeviceSeq(++seq)
        .setKind(EnvelopeKind.ENVELOPE_KIND_BLOB)
        .setEpoch(group.epoch())
        .setPayload(payload);
  }

  /** Pushes and waits for the PushAck. */
  public PushAck push(ByteString payload) {
    return push(nextPush(payload).build());
  }

  public PushAck push(Push push) {
    session().push(push);
    RelayFrame answer = sink.nextAnswer();
    if (!answer.hasPushAck()) {
      throw new AssertionError("not acknowledged: " + answer);
    }
    group.placed(admission().welcome().getLogId(), answer.getPushAck().getCursor());
    return answer.getPushAck();
  }

  /** Pushes and waits for the refusal. */
  public Error pushRefused(Push push) {
    session().push(push);
    RelayFrame answer = sink.nextAnswer();
    if (!answer.hasError()) {
      throw new AssertionError("not refused: " + answer);
    }
    return answer.getError();
  }

  /** Acknowledges everything up to a cursor. */
  public void apply(long cursor) {
    session().ack(cursor, cursor);
  }

  /** The whole stream from a cursor up to the head, with everything whose PushAck a device of the group has seen. */
  public List<StreamItem> readFrom(long cursor) {
    long placed = group.lastPlaced(admission().welcome().getLogId());
    if (admission().welcome().getHeadCursor() < placed) {
      sink.awaitReach(placed);
    }
    List<StreamItem> items = new ArrayList<>();
    long next = cursor;
    while (true) {
      ReadRequest request = new ReadRequest(next, MEBIBYTE, MEBIBYTE);
      StreamSlice slice = RelayHarness.await(session().read(request));
      items.addAll(slice.items());
      if (slice.nextCursor() > slice.head() || slice.nextCursor() == next) {
        return items;
      }
      next = slice.nextCursor();
    }
  }

  /** The whole stream of this session. */
  public List<StreamItem> readAll() {
    return readFrom(admission().streamFrom());
  }

  /** The payloads of the whole stream, in order. */
  public List<ByteString> payloads() {
    return readAll().stream()
        .filter(StreamItem.Delivery.class::isInstance)
        .map(item -> ((StreamItem.Delivery) item).deliver().getPayload())
        .toList();
  }

  public static Hello helloAt(ByteString logId, long cursor, ByteString runningHash) {
    return Hello.newBuilder()
        .setLast(
            LogPosition.newBuilder().setLogId(logId).setCursor(cursor).setRunningHash(runningHash))
        .build();
  }
}
