package dev.zerok.protocol.pake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.zerok.protocol.crypto.Suite;
import dev.zerok.protocol.pairing.ComparisonWords;
import dev.zerok.protocol.testkit.FakeRandomSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PairingCodeTest {
  private static final PairingCode CODE =
      new PairingCode(new Nameplate("04711"), List.of("notice", "famous", "hand"));

  @Test
  @Tag("PAKE-1")
  void text_isReadBackAsTheSameCode() throws Exception {
    assertThat(CODE.text()).isEqualTo("04711-notice-famous-hand");
    assertThat(PairingCode.parse(CODE.text())).isEqualTo(CODE);
    assertThat(CODE).hasToString("PairingCode[04711]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"04711 notice famous hand", "  04711-Notice-FAMOUS-hand\n",
      "04711 – notice – famous – hand", "04711.notice.famous.hand", "04711_notice,famous hand"})
  @Tag("PAKE-8")
  void textAsPeopleType_isTheCode(String typed) throws Exception {
    assertThat(PairingCode.parse(typed)).isEqualTo(CODE);
  }

  @Test
  @Tag("PAKE-8")
  void unknownWord_isRefusedWithTheNearestOnes_andWithoutWhatWasTyped() {
    CodeProblem problem = refusal("04711-notise-famous-hand");

    assertThat(problem.reason()).isEqualTo(CodeProblem.Reason.UNKNOWN_WORD);
    assertThat(problem).hasMessage("Word 1 is in no code. Did you mean noise, notice, note?");
  }

  @Test
  @Tag("PAKE-8")
  void textOfAnotherShape_isRefused() {
    assertThat(refusal("").reason()).isEqualTo(CodeProblem.Reason.NOT_A_CODE);
    assertThat(refusal("04711-notice-famous").reason()).isEqualTo(CodeProblem.Reason.NOT_A_CODE);
    assertThat(refusal("04711-notice-famous-hand-hand").reason())
        .isEqualTo(CodeProblem.Reason.NOT_A_CODE);
    assertThat(refusal("x".repeat(129)).reason()).isEqualTo(CodeProblem.Reason.NOT_A_CODE);
    assertThat(refusal("4711-notice-famous-hand").reason())
        .isEqualTo(CodeProblem.Reason.BAD_NAMEPLATE);
    assertThat(refusal("٠٤٧١١-notice-famous-hand").reason())
        .isEqualTo(CodeProblem.Reason.BAD_NAMEPLATE);
  }

  @Test
  @Tag("PAKE-1")
  void drawnCodes_coverAllWordsAndFiveDigits() {
    FakeRandomSource random = new FakeRandomSource("codes");
    Set<String> words = new HashSet<>();
    Set<Integer> leading = new HashSet<>();
    for (int i = 0; i < 4_000; i++) {
      words.addAll(PairingCode.drawWords(random));
      leading.add(Nameplate.draw(random).digits().charAt(0) - '0');
    }

    assertThat(words).containsExactlyInAnyOrderElementsOf(ComparisonWords.all());
    assertThat(leading).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  @Tag("PAKE-1")
  void mailbox_dependsOnNameplateAndRelay() {
    ByteString identity = ByteString.copyFrom(new byte[32]);
    PakeTerms terms = new PakeTerms(Suite.STD1, identity, new Nameplate("04711"));

    assertThat(Set.of(terms.mailbox(),
        new PakeTerms(Suite.STD1, identity, new Nameplate("04712")).mailbox(),
        new PakeTerms(Suite.STD1, ByteString.copyFrom(new byte[31])
            .concat(
                ByteString.copyFrom(new byte[]{1})),
            new Nameplate("04711")).mailbox()))
        .hasSize(3);
    assertThat(terms.mailbox())
        .isEqualTo(new PakeTerms(Suite.STD1, identity, new Nameplate("04711")).mailbox());
  }

  @Test
  @Tag("PAKE-7")
  void passphrase_isTakenInNfcAndUtf8() throws Exception {
    CodePassword composed = CodePassword.ofPassphrase("caf\u00e9 am See".toCharArray());
    CodePassword decomposed = CodePassword.ofPassphrase("cafe\u0301 am See".toCharArray());

    assertThat(composed.bytes().expose()).isEqualTo("caf\u00e9 am See".getBytes(UTF_8))
        .isEqualTo(decomposed.bytes().expose());
    assertThat(composed).hasToString("CodePassword");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sevenly", "e\u0301e\u0301e\u0301e\u0301", "half a \ud83d pair"})
  @Tag("PAKE-7")
  void passphrase_thatIsTooShortOrBroken_isRefused(String typed) {
    assertThat(catchThrowableOfType(CodeProblem.class,
        () -> CodePassword.ofPassphrase(typed.toCharArray())).reason())
        .isEqualTo(CodeProblem.Reason.BAD_PASSPHRASE);
    assertThat(catchThrowableOfType(CodeProblem.class,
        () -> CodePassword.ofPassphrase("x".repeat(257).toCharArray())).reason())
        .isEqualTo(CodeProblem.Reason.BAD_PASSPHRASE);
  }

  private static CodeProblem refusal(String typed) {
    return catchThrowableOfType(CodeProblem.class, () -> PairingCode.parse(typed));
  }
}
