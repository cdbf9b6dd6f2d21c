package dev.zerok.protocol.pairing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.protocol.testkit.FakeRandomSource;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComparisonWordsTest {
  @Test
  void all_are1024SortedWordsThatTheirFirstFourLettersTellApart() {
    List<String> words = ComparisonWords.all();

    assertThat(words).hasSize(1_024).isSorted().allMatch(word -> word.matches("[a-z]{4,6}"));
    assertThat(words.stream().map(word -> word.substring(0, 4)).distinct()).hasSize(1_024);
  }

  @Test
  void of_takesThreeTimesTenBitsMostSignificantFirst() {
    List<String> all = ComparisonWords.all();

    assertThat(ComparisonWords.of(new byte[4])).containsExactly(all.get(0), all.get(0), all.get(0));
    assertThat(ComparisonWords.of(new byte[]{0, 0x40, 0x20, 0x0c}))
        .containsExactly(all.get(1), all.get(2), all.get(3));
    assertThat(ComparisonWords.of(new byte[]{-1, -1, -1, -1}))
        .containsExactly(all.get(1_023), all.get(1_023), all.get(1_023));
    assertThat(ComparisonWords.of(new byte[]{0, 0x40, 0x20, 0x0f}))
        .isEqualTo(ComparisonWords.of(new byte[]{0, 0x40, 0x20, 0x0c}));
  }

  @Test
  void choices_holdTheRightWordsOnceAndShareNoWordInOnePlace() {
    FakeRandomSource random = new FakeRandomSource("choices");
    List<String> right = ComparisonWords.of(new byte[]{1, 2, 3, 4});
    int[] rightPlaces = new int[WordChoices.COUNT];
    for (int round = 0; round < 400; round++) {
      WordChoices drawn = WordChoices.around(right, random);
      List<List<String>> choices = drawn.choices();
      assertThat(choices).hasSize(4).doesNotHaveDuplicates().contains(right);
      for (int place = 0; place < 3; place++) {
        int at = place;
        assertThat(choices.stream().map(words -> words.get(at)).distinct()).hasSize(4);
      }
      rightPlaces[choices.indexOf(right)]++;
      assertThat(IntStream.range(0, 4).filter(drawn::isRight))
          .containsExactly(choices.indexOf(right));
    }
    assertThat(IntStream.of(rightPlaces)).allMatch(times -> times > 60);
  }

  @Test
  void choices_evenFromABrokenRandomSource_areDifferent() {
    WordChoices drawn = WordChoices.around(ComparisonWords.of(new byte[4]), out -> {});

    assertThat(drawn.choices()).hasSize(4).doesNotHaveDuplicates();
  }
}
