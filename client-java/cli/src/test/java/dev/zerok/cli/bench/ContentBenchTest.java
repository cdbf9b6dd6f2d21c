package dev.zerok.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zerok.cli.command.CommandFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bench itself, small: a content goes through devices whose heaps would not hold it. Unlocking a store takes 64 MiB alone. */
class ContentBenchTest {
  @TempDir Path home;

  @Test
  @Tag("CONTENT-4")
  @Tag("CONTENT-6")
  void aContentThatIsLargerThanTheClientsHeaps_arrivesWhole() throws Exception {
    List<String> said = new CopyOnWriteArrayList<>();

    new ContentBench(home, 112L << 20, "128m", "104m", said::add).run();

    assertThat(said).anyMatch(line -> line.startsWith("ratio to the plain socket: "));
    assertThat(home.resolve("phone/store/content")).isEmptyDirectory();
  }

  @Test
  void sizes_areNumbersWithAUnit() {
    assertThat(ContentBenchCommand.bytes("3k")).isEqualTo(3_072);
    assertThat(ContentBenchCommand.bytes("200M")).isEqualTo(209_715_200);
    assertThat(ContentBenchCommand.bytes("1g")).isEqualTo(1_073_741_824);
    assertThatThrownBy(() -> ContentBenchCommand.bytes("much")).isInstanceOf(CommandFailure.class);
  }
}
