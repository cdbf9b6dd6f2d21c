package dev.zerok.relay.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelayKeysTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("relay-keys");
  }

  private RelayKeys load() throws StartFailure {
    return RelayKeys.loadOrCreate(folder, new SystemRandomSource());
  }

  @Test
  @Tag("RID-4")
  void keys_areMadeOnce_andAreTheSameEverAfter() throws Exception {
    try (RelayKeys made = load();
        RelayKeys again = load()) {
      assertThat(again.identitySeed().matches(made.identitySeed())).isTrue();
      assertThat(again.noisePrivate().matches(made.noisePrivate())).isTrue();
      assertThat(made.identitySeed().matches(made.noisePrivate())).isFalse();
    }
  }

  @Test
  void file_isReadableByItsOwnerOnly_andNothingElseIsLeftBehind() throws Exception {
    load().close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file());
    }
  }

  @Test
  void file_openToEverybody_isRefusedWithTheRemedy() throws Exception {
    load().close();
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
    assertThatExceptionOfType(StartFailure.class).isThrownBy(this::load)
        .withMessageContaining("chmod 600");
  }

  @Test
  void damagedFile_isRefused_neverReplaced() throws Exception {
    load().close();
    String whole = Files.readString(file());
    for (String damaged : new String[]{"", "zerok relay keys 2\n", whole.substring(0, 60),
        whole + "more\n", whole.replaceFirst("\n.", "\nx")}) {
      Files.writeString(file(), damaged);
      assertThatExceptionOfType(StartFailure.class).isThrownBy(this::load);
      assertThat(Files.readString(file())).isEqualTo(damaged);
    }
  }
}
