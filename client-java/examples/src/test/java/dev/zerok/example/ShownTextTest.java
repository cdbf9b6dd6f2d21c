package dev.zerok.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.house.ProjectRoot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the README and the Javadoc show is the very text of the examples, so that what is copied from there compiles and works. */
class ShownTextTest {
  private static final Path CLIENT_JAVA = ProjectRoot.find().resolve("client-java");

  /** An example's file without its package and imports. */
  private static String example(String name) throws Exception {
    String file = Files.readString(CLIENT_JAVA.resolve(
        "examples/src/main/java/dev/zerok/example/" + name + ".java"));
    Matcher imports = Pattern.compile("(?m)^import .*;\n\n(?!import)").matcher(file);
    assertThat(imports.find()).isTrue();
    return file.substring(imports.end());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"QuickStart", "OfflineNotes", "BlobReader", "ExactlyOnceLedger", "BigFile",
          "LostPhone"})
  void readme_showsTheExampleAsItIs(String name) throws Exception {
    assertThat(Files.readString(CLIENT_JAVA.resolve("README.md")))
        .contains("```java\n" + example(name) + "```");
  }

  @Test
  void javadocOfThePackage_showsTheQuickStartAsItIs() throws Exception {
    String shown = Files.readString(
        CLIENT_JAVA.resolve("library/src/main/java/dev/zerok/client/package-info.java"));
    String asComment = example("QuickStart").lines()
        .map(line -> line.replaceAll("/\\*\\* (.*) \\*/", "// $1")) // a comment cannot hold another
        .map(line -> (" * " + line).stripTrailing())
        .collect(Collectors.joining("\n"));

    assertThat(shown).contains(asComment);
  }
}
