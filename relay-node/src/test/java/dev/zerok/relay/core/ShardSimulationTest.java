package dev.zerok.relay.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.relay.buffer.DataFolder;
import dev.zerok.relay.buffer.RocksBlobStore;
import dev.zerok.relay.testkit.RealTimeSource;
import dev.zerok.relay.testkit.RelayHarness;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random lives of a group against a model that keeps everything in plain lists: whatever happens in whatever order, every
 * member is given exactly what it has to be given, and nothing is deleted too early or too late.
 */
class ShardSimulationTest {
  private static final int STEPS = 250;

  @TempDir Path path;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 8})
  @Tag("DELIV-1")
  @Tag("DELIV-2")
  @Tag("DEL-1")
  @Tag("CKPT-1")
  @Tag("CKPT-3")
  @Tag("CKPT-4")
  @Tag("PUSH-2")
  void everyMember_isGivenExactlyWhatTheModelSays(long seed) throws Exception {
    Random random = new Random(seed);
    try (DataFolder folder = DataFolder.open(path);
        RocksBlobStore store =
            RocksBlobStore.open(folder, RelayHarness.PROMPT, new RealTimeSource(), failure -> {})) {
      SimulatedGroup group = new SimulatedGroup(store, "simulation " + seed);
      for (int step = 0; step < STEPS; step++) {
        String what = group.step(random);
        assertThat(group.seenByAll()).as("seed %d, step %d: %s", seed, step, what)
            .isEqualTo(group.expectedByAll());
        assertThat(group.storedBytes()).as("seed %d, step %d: %s", seed, step, what)
            .isEqualTo(group.expectedBytes());
      }
    }
  }
}
