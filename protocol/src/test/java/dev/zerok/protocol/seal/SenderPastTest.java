package dev.zerok.protocol.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.protocol.seal.SenderPast.Excuse;
import dev.zerok.protocol.seal.SenderPast.Place;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SenderPastTest {
  @ParameterizedTest
  @CsvSource({
      // here, before, excuse, sequence, place
      "0, 0, NONE, 1, NEXT",
      "0, 0, NONE, 4611686018427387904, NEXT",
      "5, 0, NONE, 6, NEXT",
      "5, 0, NONE, 5, TWICE",
      "5, 0, NONE, 1, TWICE",
      "5, 0, GAP, 5, TWICE",
      "4611686018427387904, 0, GAP, 1, TWICE",
      "5, 0, NONE, 7, BEHIND_LEFT_OUT",
      "5, 0, GAP, 7, NEXT",
      "5, 0, NEW_LOG, 7, BEHIND_LOST"})
  @Tag("RECV-2")
  @Tag("SEAL-3")
  void placeOf_inOneLog(long here, long before, Excuse excuse, long seq, Place place) {
    assertThat(new SenderPast(here, before, excuse).placeOf(seq)).isEqualTo(place);
  }

  @ParameterizedTest
  @CsvSource({
      "0, 10, NEW_LOG, 10, DUPLICATE",
      "0, 10, NEW_LOG, 3, DUPLICATE",
      "0, 10, NEW_LOG, 11, NEXT",
      "0, 10, NEW_LOG, 13, BEHIND_LOST",
      "3, 10, NEW_LOG, 3, TWICE",
      "3, 10, NONE, 7, DUPLICATE",
      "3, 10, NONE, 11, NEXT",
      "3, 10, NONE, 13, BEHIND_LEFT_OUT",
      "3, 10, GAP, 13, NEXT",
      "11, 10, NEW_LOG, 13, BEHIND_LOST",
      "11, 10, NONE, 13, BEHIND_LEFT_OUT"})
  @Tag("RESET-4")
  void placeOf_inALogAfterAnother(long here, long before, Excuse excuse, long seq, Place place) {
    assertThat(new SenderPast(here, before, excuse).placeOf(seq)).isEqualTo(place);
  }
}
