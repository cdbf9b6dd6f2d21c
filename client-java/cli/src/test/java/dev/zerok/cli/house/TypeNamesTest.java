package dev.zerok.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.house.ProjectRoot;
import dev.zerok.house.SourceTree;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Names of types over the whole project. */
class TypeNamesTest {
  private static final String EMPTY_WORDS = ".*(Util|Utils|Helper|Manager|Impl|Common|Base)";

  private final List<Path> files = SourceTree.at(ProjectRoot.find())
      .files()
      .stream()
      .filter(file -> !file.endsWith("package-info.java"))
      .toList();

  @Test
  void types_shareTheirNameWithNoOtherType() {
    Map<String, List<Path>> byName =
        files.stream().collect(Collectors.groupingBy(TypeNamesTest::typeName));
    byName.values().removeIf(sameName -> sameName.size() == 1);

    assertThat(byName).isEmpty();
  }

  @Test
  void types_areNamedAfterWhatTheyAre() {
    assertThat(files.stream().filter(file -> typeName(file).matches(EMPTY_WORDS))).isEmpty();
  }

  private static String typeName(Path file) {
    return file.getFileName().toString().replace(".java", "");
  }
}
