package dev.zerok.protocol.pake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import dev.zerok.protocol.canonical.Canonical;
import dev.zerok.protocol.crypto.CryptoException;
import dev.zerok.protocol.error.ProtocolViolation;
import dev.zerok.protocol.limit.Limits;
import dev.zerok.protocol.pake.PakeEvent.PakeBody;

/** The bodies of a run, and what both sides call themselves in it (PROTOCOL.md § 9). */
final class PakeMessages {
  static final int VERSION = 1;

  private static final byte[] JOINER = "joiner".getBytes(US_ASCII);
  private static final byte[] INVITER = "inviter".getBytes(US_ASCII);

  private PakeMessages() {}

  static PakeBody body(Message message) {
    return new PakeBody(ByteString.copyFrom(Canonical.encode(message)));
  }

  static <T extends Message> T read(Parser<T> parser, byte[] body) throws PakeFault {
    if (body.length > Limits.MAILBOX_BODY_BYTES) {
      throw PakeFault.unreadable();
    }
    try {
      return Canonical.decode(parser, ByteString.copyFrom(body));
    } catch (ProtocolViolation e) {
      throw PakeFault.unreadable();
    }
  }

  /** PAKE-3: a share that was made to control the result ends the run. */
  static Spake2Keys agree(Spake2 run, ByteString share, byte[] context) throws PakeFault {
    try {
      return run.agree(share.toByteArray(), new Spake2.Names(JOINER, INVITER, context));
    } catch (CryptoException e) {
      throw PakeFault.of(
          "The other side sent a value that no honest program sends. Use a new code, over another way.");
    }
  }
}
