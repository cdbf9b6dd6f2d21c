package dev.zerok.protocol.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PersistentMapTest {
  /** A key whose hash the test chooses. */
  private record Key(int name, int hash) {
    @Override
    public int hashCode() {
      return hash;
    }
  }

  @Test
  void map_holdsWhatAHashMapHolds() {
    Random random = new Random(7);
    Map<Integer, Integer> expected = new HashMap<>();
    PersistentMap<Integer, Integer> map = PersistentMap.empty();
    for (int i = 0; i < 20_000; i++) {
      int key = random.nextInt(10_000) * 0x9E3779B9;
      expected.put(key, i);
      map = map.with(key, i);
    }

    for (Map.Entry<Integer, Integer> entry : expected.entrySet()) {
      assertThat(map.get(entry.getKey())).isEqualTo(entry.getValue());
    }
    assertThat(map.get(1)).isEqualTo(expected.get(1));
  }

  @Test
  void keysOfOneHash_andOfHashesThatDifferInTheHighestBits_areKeptApart() {
    int[] hashes = {0, 0, 0, 1 << 31, 1 << 30, 3 << 30, -1, -1};
    PersistentMap<Key, String> map = PersistentMap.empty();
    for (int i = 0; i < hashes.length; i++) {
      map = map.with(new Key(i, hashes[i]), "first " + i).with(new Key(i, hashes[i]), "value " + i);
    }

    for (int i = 0; i < hashes.length; i++) {
      assertThat(map.get(new Key(i, hashes[i]))).isEqualTo("value " + i);
    }
    assertThat(map.get(new Key(99, 0))).isNull();
    assertThat(map.get(new Key(99, 5))).isNull();
    assertThat(map.containsKey(new Key(0, 0))).isTrue();
  }

  @Test
  void with_leavesTheFormerMapAsItWas() {
    PersistentMap<String, Integer> empty = PersistentMap.empty();
    PersistentMap<String, Integer> one = empty.with("a", 1);
    PersistentMap<String, Integer> other = one.with("a", 2).with("b", 3);

    assertThat(empty.get("a")).isNull();
    assertThat(one.get("a")).isEqualTo(1);
    assertThat(one.get("b")).isNull();
    assertThat(other.get("a")).isEqualTo(2);
    assertThat(other.get("b")).isEqualTo(3);
  }
}
