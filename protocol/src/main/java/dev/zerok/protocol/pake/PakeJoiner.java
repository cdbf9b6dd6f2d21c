package dev.zerok.protocol.pake;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Crypto;
import dev.zerok.protocol.crypto.PasswordCost;
import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.pake.PakeEvent.InviteOpened;
import dev.zerok.protocol.pake.PakeEvent.PakeFailed;
import dev.zerok.protocol.pake.PakeEvent.StretchAsked;
import dev.zerok.protocol.wire.PakeConfirm;
import dev.zerok.protocol.wire.PakeInvite;
import dev.zerok.protocol.wire.PakeShare;
import dev.zerok.protocol.wire.PakeStart;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The side of a code or passphrase that wants to come in (PROTOCOL.md § 9). No I/O: feed it the mailbox's bodies, and carry out the
 * events in their order; after StretchAsked give it {@link #stretched}. It ends with InviteOpened or PakeFailed; after that every call
 * gives no events.
 *
 * <p>Threads: confined to one at a time. Each body costs some milliseconds; stretching, which is the caller's, far more.
 */
public final class PakeJoiner implements AutoCloseable {
  private enum Phase {
    NEW,
    STRETCHING,
    SHARED,
    CONFIRMED,
    OVER
  }

  private static final String WRONG =
      "The code is wrong, or somebody in between changed what was sent. It is burnt now and nothing was shared: ask for a new one.";

  private final Crypto crypto;
  private final PakeTerms terms;
  private final RandomSource random;
  private PakeStart start = PakeStart.getDefaultInstance();
  private @Nullable Spake2 run;
  private @Nullable Spake2Keys keys;
  private Phase phase = Phase.NEW;

  public PakeJoiner(Crypto crypto, PakeTerms terms, RandomSource random) {
    this.crypto = crypto;
    this.terms = terms;
    this.random = random;
  }

  /** A body from the inviter. Whatever it holds, the worst outcome is PakeFailed. */
  public List<PakeEvent> receive(byte[] body) {
    try {
      return switch (phase) {
        case NEW -> startReceived(PakeMessages.read(PakeStart.parser(), body));
        case STRETCHING -> throw PakeFault.unreadable();
        case SHARED -> shareReceived(PakeMessages.read(PakeShare.parser(), body));
        case CONFIRMED -> inviteReceived(PakeMessages.read(PakeInvite.parser(), body));
        case OVER -> List.of();
      };
    } catch (PakeFault e) {
      close();
      return List.of(new PakeFailed(false, e.isWrongPassword(), e.words()));
    }
  }

  /**
   * The password, stretched as StretchAsked said.
   *
   * @param password stays the caller's, and open as long as this runs
   */
  public List<PakeEvent> stretched(StretchedPassword password) {
    if (phase == Phase.OVER) {
      return List.of();
    }
    if (phase != Phase.STRETCHING) {
      throw new IllegalStateException("nobody asked for a stretched password");
    }
    Spake2 fresh = Spake2.fresh(crypto, Spake2.Role.A, password.scalar(), random);
    run = fresh;
    phase = Phase.SHARED;
    return List.of(PakeMessages.body(
        PakeShare.newBuilder().setShare(ByteString.copyFrom(fresh.share())).build()));
  }

  /** The mailbox ended before the invite came. */
  public List<PakeEvent> ended() {
    if (phase == Phase.OVER) {
      return List.of();
    }
    close();
    return List.of(new PakeFailed(false, false,
        "The inviting device went away before it had let this one in. Ask for a new code."));
  }

  private List<PakeEvent> startReceived(PakeStart message) throws PakeFault {
    if (message.getVersion() != PakeMessages.VERSION
        || !message.getSuite().equals(terms.suite().wireName())) {
      throw PakeFault.of(
          "The other program is newer than this one, or its group uses other encryption. Update this program.");
    }
    if (!isBearable(message) || message.getSalt().size() != StretchedPassword.SALT_LENGTH) {
      throw PakeFault.of(
          "The other side asks for more work than a code is worth. Ask for a new one, over another way.");
    }
    start = message;
    phase = Phase.STRETCHING;
    return List.of(new StretchAsked(
        new PasswordCost(message.getMemoryKib(), message.getPasses(), 1), message.getSalt()));
  }

  /** PAKE-2: nobody makes this device run out of memory or time. */
  private static boolean isBearable(PakeStart message) {
    return message.getMemoryKib() > 0 && message.getMemoryKib() <= Limits.PAKE_MEMORY_KIB
        && message.getPasses() > 0 && message.getPasses() <= Limits.PAKE_PASSES
        && PasswordCost.acceptable(message.getMemoryKib(), message.getPasses(), 1);
  }

  private List<PakeEvent> shareReceived(PakeShare message) throws PakeFault {
    Spake2 shared = run;
    if (shared == null) {
      throw new IllegalStateException("there is no run in phase " + phase);
    }
    Spake2Keys agreed = PakeMessages.agree(shared, message.getShare(), terms.context(start));
    keys = agreed;
    if (!agreed.isConfirmedBy(message.getConfirmation().toByteArray())) {
      throw PakeFault.wrongPassword(WRONG);
    }
    phase = Phase.CONFIRMED;
    return List.of(PakeMessages.body(PakeConfirm.newBuilder()
        .setConfirmation(ByteString.copyFrom(agreed.confirmation()))
        .build()));
  }

  private List<PakeEvent> inviteReceived(PakeInvite message) throws PakeFault {
    Spake2Keys agreed = keys;
    if (agreed == null) {
      throw new IllegalStateException("there are no keys in phase " + phase);
    }
    PakeEvent opened =
        new InviteOpened(SealedInvite.open(crypto, terms, agreed.key(), message.getSealed()));
    close();
    return List.of(opened);
  }

  /** Wipes what this made; the password stays the caller's. */
  @Override
  public void close() {
    phase = Phase.OVER;
    if (run != null) {
      run.close();
    }
    if (keys != null) {
      keys.close();
    }
  }
}
