package dev.zerok.cli.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints of the client that was written from PROTOCOL.md alone, over our relay. */
@Timeout(180)
class PythonPeerHistoryTest {
  @TempDir private Path folder;

  @BeforeEach
  void needsPython() throws Exception {
    PythonPeer.assumeItRuns();
  }

  @Test
  void selfTest_holdsEveryVectorAndEveryRuleInMemory() throws Exception {
    try (PythonPeer checking = PythonPeer.startScript(List.of("selftest.py"))) {
      assertThat(checking.finish()).as("%s", checking.lines()).isZero();
    }
  }

  @Test
  @Tag("CKPT-1")
  @Tag("CKPT-2")
  void wholeGroupInPython_pairsMakesCheckpointsAndRemovesOverOurRelay() throws Exception {
    try (TestRelay relay = TestRelay.start(folder);
        PythonPeer checking =
            PythonPeer.startScript(
                List.of(
                    "livecheck.py",
                    relay.url().toString(),
                    HexFormat.of().formatHex(relay.identity().toByteArray())))) {
      assertThat(checking.finish()).as("%s", checking.lines()).isZero();
    }
  }
}
