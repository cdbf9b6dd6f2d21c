package dev.zerok.protocol.pake;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.pairing.PairingInvite;
import dev.zerok.protocol.pake.PakeEvent.CodeProven;
import dev.zerok.protocol.pake.PakeEvent.PakeFailed;
import dev.zerok.protocol.wire.PakeConfirm;
import dev.zerok.protocol.wire.PakeInvite;
import dev.zerok.protocol.wire.PakeShare;
import dev.zerok.protocol.wire.PakeStart;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The side of a code or passphrase that lets somebody in (PROTOCOL.md § 9). No I/O: feed it the mailbox's bodies and carry out the
 * events in their order. One object is one attempt, whatever comes (PAKE-5): {@link #start} once the mailbox says JOINED, {@link
 * #receive} for each body up to CodeProven, {@link #ended} if the mailbox ends before. After the end every call gives no events.
 *
 * <p>Threads: confined to one at a time. Each body costs some milliseconds.
 */
public final class PakeInviter implements AutoCloseable {
  private enum Phase {
    NEW,
    STARTED,
    SHARED,
    OVER
  }

  private static final String WRONG =
      "Somebody used your code with the wrong words. It is burnt, and nothing was shared. If the other person mistyped, make a new"
          + " one; if not, somebody guessed.";

  private final Crypto crypto;
  private final PakeTerms terms;
  private final PairingInvite invite;
  private final RandomSource random;
  private final Spake2 run;
  private final PakeStart start;
  private @Nullable Spake2Keys keys;
  private Phase phase = Phase.NEW;

  /**
   * @param password stays the caller's, and open as long as this runs
   * @param invite what the other side gets; stays the caller's, and open as long as this runs
   */
  public PakeInviter(Crypto crypto, PakeTerms terms, StretchedPassword password,
      PairingInvite invite, RandomSource random) {
    this.crypto = crypto;
    this.terms = terms;
    this.invite = invite;
    this.random = random;
    this.run = Spake2.fresh(crypto, Spake2.Role.B, password.scalar(), random);
    this.start = PakeStart.newBuilder()
        .setVersion(PakeMessages.VERSION)
        .setSuite(terms.suite().wireName())
        .setMemoryKib(password.cost().memoryKiB())
        .setPasses(password.cost().iterations())
        .setSalt(password.salt())
        .build();
  }

  /** Somebody joined the mailbox. */
  public List<PakeEvent> start() {
    if (phase != Phase.NEW) {
      return List.of();
    }
    phase = Phase.STARTED;
    return List.of(PakeMessages.body(start));
  }

  /** A body from the joiner. Whatever it holds, the worst outcome is PakeFailed. */
  public List<PakeEvent> receive(byte[] body) {
    try {
      return switch (phase) {
        case NEW -> throw PakeFault.unreadable();
        case STARTED -> shareReceived(PakeMessages.read(PakeShare.parser(), body));
        case SHARED -> confirmReceived(PakeMessages.read(PakeConfirm.parser(), body));
        case OVER -> List.of();
      };
    } catch (PakeFault e) {
      close();
      return List.of(new PakeFailed(true, e.isWrongPassword(), e.words()));
    }
  }

  /**
   * The mailbox ended before the code was proven. Who has this side's share and confirmation has tried one guess with them, and need
   * not say how it went (PAKE-5).
   */
  public List<PakeEvent> ended() {
    Phase was = phase;
    close();
    return switch (was) {
      case NEW, STARTED -> List.of(new PakeFailed(false, false,
          "The other device went away before the code was proven. Make a new one."));
      case SHARED -> List.of(new PakeFailed(true, true, WRONG));
      case OVER -> List.of();
    };
  }

  private List<PakeEvent> shareReceived(PakeShare message) throws PakeFault {
    if (!message.getConfirmation().isEmpty()) {
      throw PakeFault.unreadable();
    }
    Spake2Keys agreed = PakeMessages.agree(run, message.getShare(), terms.context(start));
    keys = agreed;
    phase = Phase.SHARED;
    return List.of(PakeMessages.body(PakeShare.newBuilder()
        .setShare(ByteString.copyFrom(run.share()))
        .setConfirmation(ByteString.copyFrom(agreed.confirmation()))
        .build()));
  }

  private List<PakeEvent> confirmReceived(PakeConfirm message) throws PakeFault {
    Spake2Keys agreed = keys;
    if (agreed == null || !agreed.isConfirmedBy(message.getConfirmation().toByteArray())) {
      throw PakeFault.wrongPassword(WRONG);
    }
    ByteString sealed = SealedInvite.seal(crypto, terms, agreed.key(), invite, random);
    close();
    return List.of(PakeMessages.body(PakeInvite.newBuilder().setSealed(sealed).build()),
        new CodeProven());
  }

  /** Wipes what this made; the invite and the password stay the caller's. */
  @Override
  public void close() {
    phase = Phase.OVER;
    run.close();
    if (keys != null) {
      keys.close();
    }
  }
}
