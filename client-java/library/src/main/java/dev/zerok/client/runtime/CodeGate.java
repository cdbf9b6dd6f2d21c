package dev.zerok.client.runtime;

import dev.zerok.client.model.SyncEvent;
import dev.zerok.client.model.SyncProblem;
import dev.zerok.protocol.pake.PakeEvent;
import dev.zerok.protocol.pake.PakeInviter;
import java.util.List;

/** What stands before an invite by code: nothing else happens in its mailbox before the other side has proven the code. On the loop. */
final class CodeGate implements AutoCloseable {
  private final SyncEngine engine;
  private final PakeInviter inviter;
  private final String text;
  private final Runnable onTaken;
  private boolean open;
  private boolean tried;

  /**
   * @param text what the person is shown
   * @param onTaken runs if the relay has such a mailbox already
   */
  CodeGate(SyncEngine engine, PakeInviter inviter, String text, Runnable onTaken) {
    this.engine = engine;
    this.inviter = inviter;
    this.text = text;
    this.onTaken = onTaken;
  }

  /** The relay has such a mailbox already. */
  void taken() {
    onTaken.run();
  }

  String text() {
    return text;
  }

  /** Whether the code is proven. */
  boolean isOpen() {
    return open;
  }

  /** Whether somebody began to prove the code: from then on it is spent, whatever comes (PAKE-5). */
  boolean isTried() {
    return tried;
  }

  void joined(InviterFlow flow) {
    tried = true;
    run(inviter.start(), flow);
  }

  void body(byte[] body, InviterFlow flow) {
    run(inviter.receive(body), flow);
  }

  /** The invite ended, and nothing comes of it if the code is proven. Only an alarm is told: otherwise the flow knows better why. */
  void ended(InviterFlow flow) {
    run(inviter.ended().stream().filter(CodeGate::isAlarm).toList(), flow);
  }

  private static boolean isAlarm(PakeEvent event) {
    return event instanceof PakeEvent.PakeFailed failed && failed.alarm();
  }

  private void run(List<PakeEvent> events, InviterFlow flow) {
    for (PakeEvent event : events) {
      if (event instanceof PakeEvent.PakeBody body) {
        flow.send(body.body());
      } else if (event instanceof PakeEvent.CodeProven) {
        open = true;
      } else if (event instanceof PakeEvent.PakeFailed failed) {
        if (failed.alarm()) {
          engine.tell(new SyncEvent.CodeAlarm());
        }
        flow.fail(new SyncProblem(failed.wrongPassword()
            ? SyncProblem.Reason.CODE_WRONG
            : SyncProblem.Reason.PAIRING_FAILED, failed.words()));
      }
    }
  }

  @Override
  public void close() {
    inviter.close();
  }
}
