package dev.zerok.protocol.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zerok.protocol.crypto.Suite;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionSlotTest {
  private static final String LONGEST = "aZ0-_".repeat(12) + "aZ0-";

  @Test
  @Tag("DOOR-1")
  @Tag("DOOR-3")
  void text_isReadAsItWasWritten_andFitsACloseReason() {
    AdmissionSlot slot = new AdmissionSlot(999_999, LONGEST);

    assertThat(slot.toText()).isEqualTo("999999 " + LONGEST).hasSizeLessThanOrEqualTo(123);
    assertThat(AdmissionSlot.parse(slot.toText())).contains(slot);
    assertThat(AdmissionSlot.parse("0 x")).contains(new AdmissionSlot(0, "x"));
  }

  @ParameterizedTest
  @Tag("DOOR-1")
  @ValueSource(strings = {"", "5", "5 ", " 5 x", "5  x", "-5 x", "+5 x", "5.5 x", "1000000 x",
      "5 x y", "5 x\n",
      "5 x,y", "5 é", "٥ x"})
  void anyOtherText_isNoSlot(String text) {
    assertThat(AdmissionSlot.parse(text)).isEmpty();
    assertThat(AdmissionSlot.parse("5 " + LONGEST + "x")).isEmpty();
  }

  @Test
  void slotThatNobodyCouldRead_isNotMade() {
    assertThatThrownBy(() -> new AdmissionSlot(-1, "x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new AdmissionSlot(1, "a b"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Tag("DOOR-2")
  void retryAfter_isInWholeSeconds_roundedUp() {
    assertThat(new AdmissionSlot(0, "x").retryAfterSeconds()).isEqualTo(1);
    assertThat(new AdmissionSlot(1_000, "x").retryAfterSeconds()).isEqualTo(1);
    assertThat(new AdmissionSlot(1_001, "x").retryAfterSeconds()).isEqualTo(2);
  }

  @Test
  @Tag("DOOR-4")
  void ticket_isOfferedBehindTheVersion_andTheFirstOneCounts() {
    assertThat(SubProtocol.offers(Suite.STD1, Optional.of("abc")))
        .containsExactly("0k.1.std1-draft", "0k-slot.abc");
    assertThat(SubProtocol.offers(Suite.STD1, Optional.empty()))
        .containsExactly("0k.1.std1-draft");
    assertThat(SubProtocol.ticket(List.of("0k.1.std1-draft", "0k-slot.abc", "0k-slot.d")))
        .contains("abc");
    assertThat(SubProtocol.ticket(List.of("0k.1.std1-draft", "0K-SLOT.abc"))).isEmpty();
  }

  @Test
  @Tag("DOOR-5")
  @Tag("WS-7")
  void refusal_meansItsSlot_elseItsRetryAfter_elseNothing() {
    assertThat(ReconnectCause.ofRefusal("7 abc", "1"))
        .isEqualTo(new ReconnectCause.GivenSlot(new AdmissionSlot(7, "abc")));
    assertThat(ReconnectCause.ofRefusal("", "10")).isEqualTo(new ReconnectCause.ToldWhen(10_000));
    assertThat(ReconnectCause.ofRefusal("nonsense", "Fri, 31 Dec 1999 23:59:59 GMT"))
        .isEqualTo(new ReconnectCause.LostWithoutWord());
    assertThat(ReconnectCause.ofRefusal("", "")).isEqualTo(new ReconnectCause.LostWithoutWord());
  }
}
