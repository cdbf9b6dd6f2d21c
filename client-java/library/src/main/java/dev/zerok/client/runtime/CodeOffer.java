package dev.zerok.client.runtime;

import dev.zerok.protocol.crypto.RandomSource;
import dev.zerok.protocol.pake.CodePassword;
import dev.zerok.protocol.pake.CodeProblem;
import dev.zerok.protocol.pake.Nameplate;
import dev.zerok.protocol.pake.PairingCode;
import java.util.List;

/**
 * What the other side has to know: words that are drawn here, or a passphrase that both persons know already (PROTOCOL.md § 9).
 *
 * @param password handed over to whoever begins the invite
 * @param words of a code; none for a passphrase
 */
public record CodeOffer(CodePassword password, List<String> words) {
  /** A code with fresh words. */
  public static CodeOffer drawn(RandomSource random) {
    List<String> words = PairingCode.drawWords(random);
    return new CodeOffer(PairingCode.passwordOf(words), words);
  }

  /** A passphrase; {@code typed} stays the caller's. */
  public static CodeOffer of(char[] typed) throws CodeProblem {
    return new CodeOffer(CodePassword.ofPassphrase(typed), List.of());
  }

  /** What is shown at the inviter: the whole code, or the nameplate alone. */
  String text(Nameplate nameplate) {
    return words.isEmpty() ? nameplate.digits() : new PairingCode(nameplate, words).text();
  }

  /** Without the words. */
  @Override
  public String toString() {
    return "CodeOffer";
  }
}
