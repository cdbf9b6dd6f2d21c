package dev.zerok.protocol.vectors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.zerok.house.ProjectRoot;
import dev.zerok.protocol.content.ContentVectors;
import dev.zerok.protocol.pairing.PairingVectors;
import dev.zerok.protocol.pake.PakeVectors;
import dev.zerok.protocol.seal.ChainVectors;
import dev.zerok.protocol.seal.PayloadVectors;
import dev.zerok.protocol.seal.SignalVectors;
import dev.zerok.protocol.session.ConnectionVectors;
import dev.zerok.protocol.testkit.VectorObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The files in {@code protocol/vectors} are exactly what this code makes. After a wanted change write them anew with {@code mvn -pl
 * protocol -am test -Dtest=VectorFilesTest -Dsurefire.failIfNoSpecifiedTests=false -Dzerok.test.args=-Dzerok.vectors.write=true}
 * and read the difference before committing it: other implementations rely on these bytes.
 */
class VectorFilesTest {
  private static final Path FOLDER = ProjectRoot.find().resolve("protocol/vectors");

  private static final SortedMap<String, Supplier<VectorObject>> FILES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("ids.json", IdVectors::file),
              Map.entry("hashes.json", HashVectors::file),
              Map.entry("canonical.json", CanonicalVectors::file),
              Map.entry("records.json", RecordVectors::file),
              Map.entry("frames.json", FrameVectors::file),
              Map.entry("noise.json", ConnectionVectors::file),
              Map.entry("relay-certificate.json", CertificateVectors::file),
              Map.entry("roster.json", RosterVectors::file),
              Map.entry("boxes.json", BoxVectors::file),
              Map.entry("payloads.json", PayloadVectors::file),
              Map.entry("chain.json", ChainVectors::file),
              Map.entry("padme.json", PayloadVectors::padme),
              Map.entry("content.json", ContentVectors::file),
              Map.entry("signals.json", SignalVectors::file),
              Map.entry("invites.json", InviteVectors::file),
              Map.entry("pairing.json", PairingVectors::file),
              Map.entry("pake.json", PakeVectors::file),
              Map.entry("comparison-words.json", PairingVectors::words)));

  static Stream<String> names() {
    return FILES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void file_madeAnew_isTheCommittedOneByteForByte(String name) throws IOException {
    String made = FILES.get(name).get().toFileText();
    Path file = FOLDER.resolve(name);
    if (Boolean.getBoolean("zerok.vectors.write")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, made, UTF_8);
    }

    assertThat(file).as("missing: see this class' Javadoc on how to write it").isRegularFile();
    assertThat(made).isEqualTo(Files.readString(file, UTF_8));
  }

  @Test
  void folder_holdsNothingElse_andItsReadmeNamesEveryFile() throws IOException {
    String readme = Files.readString(FOLDER.resolve("README.md"), UTF_8);
    try (Stream<Path> files = Files.list(FOLDER)) {
      assertThat(files.map(file -> file.getFileName().toString())
          .filter(name -> !name.equals("README.md")))
          .containsExactlyInAnyOrderElementsOf(FILES.keySet());
    }
    assertThat(FILES.keySet()).allMatch(name -> readme.contains("`" + name + "`"));
  }
}
