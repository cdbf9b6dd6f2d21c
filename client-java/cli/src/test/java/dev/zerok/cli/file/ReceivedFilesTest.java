package dev.zerok.cli.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceivedFilesTest {
  private static final ByteString ONE = ByteString.copyFromUtf8("one");
  private static final ByteString TWO = ByteString.copyFromUtf8("two");

  @TempDir private Path outside;

  private ReceivedFiles files() throws IOException {
    return new ReceivedFiles(outside.resolve("in"));
  }

  @Test
  void write_putsTheBytesUnderTheName() throws IOException {
    Path written = files().write("letter.txt", ONE);

    assertThat(written).isEqualTo(outside.resolve("in/letter.txt")).hasContent("one");
    assertThat(names(outside.resolve("in"))).containsExactly("letter.txt");
  }

  @Test
  void write_neverReplacesAnotherFile() throws IOException {
    ReceivedFiles files = files();
    files.write("letter.txt", ONE);
    Files.writeString(outside.resolve("in/plain"), "mine");

    assertThat(files.write("letter.txt", TWO)).isEqualTo(outside.resolve("in/letter (2).txt"))
        .hasContent("two");
    assertThat(files.write("plain", TWO)).isEqualTo(outside.resolve("in/plain (2)"))
        .hasContent("two");
    assertThat(outside.resolve("in/letter.txt")).hasContent("one");
    assertThat(outside.resolve("in/plain")).hasContent("mine");
  }

  @Test
  void write_ofTheSameFileAgain_changesNothing() throws IOException {
    ReceivedFiles files = files();
    Path first = files.write("letter.txt", ONE);

    assertThat(files.write("letter.txt", ONE)).isEqualTo(first);
    assertThat(names(outside.resolve("in"))).containsExactly("letter.txt");
  }

  private static Path part(ReceivedFiles files, String text) throws IOException {
    return Files.writeString(files.partOf("key"), text);
  }

  @Test
  void adopt_givesAFileItsName_andTheSameOneAgainTheSame() throws IOException {
    ReceivedFiles files = files();
    Path first = files.adopt("film.bin", part(files, "one"));

    assertThat(first).isEqualTo(outside.resolve("in/film.bin")).hasContent("one");
    assertThat(files.adopt("film.bin", part(files, "one"))).isEqualTo(first);
    assertThat(names(outside.resolve("in"))).containsExactly("film.bin");
  }

  @Test
  void adopt_neverReplacesAnotherFile_andLeavesTheFolderNotByAName() throws IOException {
    ReceivedFiles files = files();
    files.adopt("film.bin", part(files, "one"));

    assertThat(files.adopt("../film.bin", part(files, "two")))
        .isEqualTo(outside.resolve("in/film (2).bin"))
        .hasContent("two");
    assertThat(outside.resolve("in/film.bin")).hasContent("one");
  }

  @Test
  void write_ofAHostileName_staysInTheFolder() throws IOException {
    Files.createSymbolicLink(Files.createDirectories(outside.resolve("in")).resolve("trap"),
        outside.resolve("target"));

    assertThat(files().write("../../escape", ONE)).isEqualTo(outside.resolve("in/escape"));
    assertThat(files().write("trap", ONE)).isEqualTo(outside.resolve("in/trap (2)"));
    assertThat(names(outside)).containsExactly("in");
  }

  @Test
  void write_afterACrashInBetween_leavesNoHalfFile() throws IOException {
    ReceivedFiles files = files();
    Files.writeString(files.partOf("blob-" + ProcessHandle.current().pid()), "half");

    assertThat(files.write("letter.txt", ONE)).hasContent("one");
    assertThat(names(outside.resolve("in"))).containsExactly("letter.txt");
  }

  @Test
  void write_ofAFileNamedLikeAnUnfinishedOne_leavesItAlone() throws IOException {
    ReceivedFiles files = files();
    files.write("letter.txt.zerok-part", TWO);

    assertThat(files.write("letter.txt", ONE)).hasContent("one");
    assertThat(outside.resolve("in/letter.txt.zerok-part")).hasContent("two");
  }

  @Test
  void write_ofTheLongestNames_fitsTheFileSystem() throws IOException {
    String name = "漢".repeat(120) + ".txt";

    Path first = files().write(name, ONE);
    Path second = files().write(name, TWO);

    assertThat(first).hasContent("one").isRegularFile();
    assertThat(second).hasContent("two").isNotEqualTo(first);
    assertThat(String.valueOf(second.getFileName())).endsWith("漢 (2).txt");
  }

  private static Stream<String> names(Path folder) throws IOException {
    return Files.list(folder).map(file -> String.valueOf(file.getFileName())).sorted();
  }
}
