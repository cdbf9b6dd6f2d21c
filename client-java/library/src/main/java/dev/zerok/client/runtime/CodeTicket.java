package dev.zerok.client.runtime;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Suite;
import dev.zerok.protocol.pairing.PairingInvite;
import dev.zerok.protocol.pake.CodePassword;
import dev.zerok.protocol.pake.CodeProblem;
import dev.zerok.protocol.pake.Nameplate;
import dev.zerok.protocol.pake.PairingCode;
import dev.zerok.protocol.pake.PakeTerms;
import java.net.URI;

/**
 * What a person who joins by a code has typed (PROTOCOL.md § 9).
 *
 * @param relay where the relay is
 * @param terms which relay, and which mailbox of it
 * @param password taken over by the flow
 */
public record CodeTicket(URI relay, PakeTerms terms, CodePassword password) {
  /**
   * @throws IllegalArgumentException if that is no address of a relay
   */
  public CodeTicket {
    if (!PairingInvite.isRelayUrl(relay.toString())) {
      throw new IllegalArgumentException(
          "a relay's address begins with ws:// or wss:// and has a host");
    }
  }

  /** By a whole code, as it was typed. */
  public static CodeTicket byCode(URI relay, ByteString identity, Suite suite, String typed)
      throws CodeProblem {
    PairingCode code = PairingCode.parse(typed);
    return new CodeTicket(relay, new PakeTerms(suite, identity, code.nameplate()),
        code.password());
  }

  /** By a nameplate and a passphrase, which stays the caller's. */
  public static CodeTicket byPassphrase(URI relay, ByteString identity, Suite suite,
      String nameplate, char[] passphrase) throws CodeProblem {
    PakeTerms terms = new PakeTerms(suite, identity, Nameplate.parse(nameplate));
    return new CodeTicket(relay, terms, CodePassword.ofPassphrase(passphrase));
  }

  /** Without anything that leads to the mailbox. */
  @Override
  public String toString() {
    return "CodeTicket[" + relay + "]";
  }
}
