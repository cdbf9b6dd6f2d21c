package dev.zerok.relay.log;

import dev.zerok.protocol.wire.GoAwayReason;
import dev.zerok.protocol.wire.Hello;
import dev.zerok.protocol.wire.PushAck;
import dev.zerok.protocol.wire.RelayFrame;
import dev.zerok.relay.port.AdmissionResult;
import dev.zerok.relay.port.DeviceSession;
import dev.zerok.relay.port.DeviceSink;
import dev.zerok.relay.testkit.Payloads;
import dev.zerok.relay.testkit.RelayHarness;
import dev.zerok.relay.testkit.TestDevice;
import dev.zerok.relay.testkit.TestGroup;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A process of its own: a relay whose first device pushes without end, many at a time, and prints every acknowledgement. It is
 * killed from outside.
 */
final class PushingRelay {
  private static final int ON_THE_WAY = 64;

  private PushingRelay() {}

  /** The group of all runs over a folder: its first device pushes, the other one reads. */
  record Cast(TestGroup group, TestDevice reader) {
    static Cast again() {
      TestGroup group = TestGroup.founded("killed");
      return new Cast(group, group.join());
    }
  }

  static String payloadName(long seq) {
    return "push " + seq;
  }

  public static void main(String[] arguments) throws InterruptedException {
    RelayHarness relay = RelayHarness.startIn(Path.of(arguments[0]));
    TestGroup group = Cast.again().group();
    if (arguments.length > 1) {
      group.install(relay);
    }
    Semaphore room = new Semaphore(ON_THE_WAY);
    AdmissionResult result = RelayHarness.await(relay.router.hello(
        RelayHarness.request(
            group.first.noiseKey(), group.id(), Hello.getDefaultInstance()),
        new PrintingSink(room)));
    DeviceSession session = ((AdmissionResult.Admitted) result).session();
    TestDevice device = group.first;
    device.seq = ((AdmissionResult.Admitted) result).welcome().getOwnDeviceSeq();
    while (true) {
      room.acquire();
      session.push(device.nextPush(Payloads.of(payloadName(device.seq + 1))).build());
    }
  }

  private record PrintingSink(Semaphore room) implements DeviceSink {
    @Override
    public void answer(RelayFrame frame) {
      PushAck ack = frame.getPushAck();
      if (ack.getCursor() > 0) {
        // One write, with an end that shows that nothing was cut off.
        System.out.print(ack.getDeviceSeq() + " " + ack.getCursor() + " .\n");
        System.out.flush();
        room.release();
      }
    }

    @Override
    public void signal(RelayFrame frame) {}

    @Override
    public void headMoved(long head) {}

    @Override
    public void evicted(@Nullable RelayFrame lastEntry, GoAwayReason reason) {
      throw new AssertionError("evicted: " + reason);
    }
  }
}
