package dev.zerok.client.runtime;

import dev.zerok.client.model.SyncProblem;
import dev.zerok.protocol.pake.CodePassword;
import dev.zerok.protocol.pake.PakeEvent;
import dev.zerok.protocol.pake.PakeJoiner;
import dev.zerok.protocol.pake.StretchedPassword;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a joiner by code passes before it has an invite: carries out what {@link PakeJoiner} wants. On the flow's loop. */
final class CodeDoor implements AutoCloseable {
  private final EngineConfig config;
  private final EventLoop loop;
  private final JoinFlow flow;
  private final PakeJoiner joiner;
  private @Nullable CodePassword password;
  private @Nullable StretchedPassword stretched;
  private boolean closed;

  CodeDoor(EngineConfig config, EventLoop loop, JoinFlow flow, CodeTicket ticket) {
    this.config = config;
    this.loop = loop;
    this.flow = flow;
    this.joiner = new PakeJoiner(config.crypto(), ticket.terms(), config.random());
    this.password = ticket.password();
  }

  void body(byte[] body) {
    run(joiner.receive(body));
  }

  /** The mailbox ended before the invite came. */
  void ended() {
    run(joiner.ended());
  }

  private void run(List<PakeEvent> events) {
    for (PakeEvent event : events) {
      if (event instanceof PakeEvent.PakeBody body) {
        flow.send(body.body());
      } else if (event instanceof PakeEvent.StretchAsked asked) {
        stretch(asked);
      } else if (event instanceof PakeEvent.InviteOpened opened) {
        flow.accepted(opened.invite());
      } else if (event instanceof PakeEvent.PakeFailed failed) {
        flow.fail(failed.wrongPassword()
            ? SyncProblem.Reason.CODE_WRONG
            : SyncProblem.Reason.PAIRING_FAILED, failed.words());
      }
    }
  }

  private void stretch(PakeEvent.StretchAsked asked) {
    CodePassword handedOver = password;
    if (handedOver == null) {
      throw new IllegalStateException("the password is stretched once");
    }
    password = null;
    Stretching.start(config.crypto(), handedOver, asked.cost(), asked.salt(), loop, this::done);
  }

  private void done(@Nullable StretchedPassword result, @Nullable Throwable failure) {
    if (closed && result != null) {
      result.close();
    } else if (result != null) {
      stretched = result;
      run(joiner.stretched(result));
    } else {
      flow.fail(SyncProblem.Reason.PAIRING_FAILED,
          "This device has too little memory for the code's protection (" + failure
              + "). Use an invite link.");
    }
  }

  @Override
  public void close() {
    closed = true;
    joiner.close();
    if (password != null) {
      password.close();
    }
    if (stretched != null) {
      stretched.close();
    }
  }
}
