package dev.zerok.relay.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zerok.relay.port.StorageRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path folder;

  private StorageRefused refusal() {
    return assertThatExceptionOfType(StorageRefused.class).isThrownBy(() -> DataFolder.open(folder))
        .actual();
  }

  private TreeMap<String, String> contents() throws IOException {
    TreeMap<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(folder.relativize(file).toString(), Files.readString(file));
      }
    }
    return contents;
  }

  @Test
  void newFolder_isMadeAndMarked_andOpensAgain() throws Exception {
    Path inside = folder.resolve("a/b");
    DataFolder.open(inside).close();

    assertThat(Files.readString(inside.resolve("FORMAT"))).isEqualTo("0k-sync relay format 1\n");
    DataFolder.open(inside).close();
  }

  @Test
  void folderInUse_isRefusedInOneSentence() throws Exception {
    try (DataFolder mine = DataFolder.open(folder)) {
      StorageRefused refused = refusal();
      assertThat(refused.reason()).isEqualTo(StorageRefused.Reason.IN_USE);
      assertThat(refused).hasMessage("The data folder " + folder
          + " is in use by another relay: stop it or choose another folder.");
      assertThat(mine.resolve("FORMAT")).exists();
    }
    DataFolder.open(folder).close();
  }

  @Test
  void folderOfSomethingElse_isNamedAndLeftAlone() throws Exception {
    for (String name : List.of("holiday.jpg", "FORMAT")) {
      Files.writeString(folder.resolve(name), "precious");
      TreeMap<String, String> before = contents();

      StorageRefused refused = refusal();

      assertThat(refused.reason()).isEqualTo(StorageRefused.Reason.FOREIGN);
      assertThat(refused).hasMessageContaining(folder.toString());
      assertThat(contents()).isEqualTo(before);
    }
  }

  @Test
  void folderOfANewerRelay_isNamedAndLeftAlone() throws Exception {
    Files.writeString(folder.resolve("FORMAT"), "0k-sync relay format 2\n");
    TreeMap<String, String> before = contents();

    StorageRefused refused = refusal();

    assertThat(refused.reason()).isEqualTo(StorageRefused.Reason.NEWER_FORMAT);
    assertThat(refused).hasMessage("The data folder " + folder
        + " has format 2, this relay knows up to 1: start the newer relay that wrote it.");
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void firstStartThatDidNotGetFar_isNoObstacle() throws Exception {
    Files.createFile(folder.resolve("LOCK"));
    Files.writeString(folder.resolve("FORMAT.new"), "0k-s");
    Files.createDirectory(folder.resolve("lost+found"));

    DataFolder.open(folder).close();
  }

  @Test
  void pathThatIsAFile_isRefusedInWords() throws Exception {
    folder = Files.createFile(folder.resolve("file"));

    assertThat(refusal().reason()).isEqualTo(StorageRefused.Reason.NOT_ACCESSIBLE);
  }
}
