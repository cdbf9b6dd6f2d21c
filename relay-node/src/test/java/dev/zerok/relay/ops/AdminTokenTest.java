package dev.zerok.relay.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.zerok.protocol.crypto.Secret;
import dev.zerok.protocol.id.GroupId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminTokenTest {
  @TempDir Path folder;

  private Path file() {
    return folder.resolve("admin-token");
  }

  private AdminToken load() throws StartFailure {
    return AdminToken.loadOrCreate(file(), new SystemRandomSource());
  }

  @Test
  void token_isMadeOnce_forItsOwnerOnly() throws Exception {
    AdminToken made = load();
    String text = Files.readString(file()).strip();
    assertThat(text).matches("[0-9a-f]{64}");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertThat(made.isShownBy("Bearer " + text)).isTrue();
    assertThat(load().isShownBy("Bearer " + text)).isTrue();
    assertThat(made.isShownBy("Bearer " + text.toUpperCase(java.util.Locale.ROOT))).isFalse();
    assertThat(made.isShownBy(text)).isFalse();
    assertThat(made.isShownBy(null)).isFalse();
    assertThat(made.toString()).doesNotContain(text);
  }

  @Test
  void token_openToEverybody_orTooShort_isRefused() throws Exception {
    Files.writeString(file(), "short\n");
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
    assertThatExceptionOfType(StartFailure.class).isThrownBy(this::load)
        .withMessageContaining("at least 16 characters");
    Files.writeString(file(), "long enough for anybody\n");
    assertThat(load().isShownBy("Bearer long enough for anybody")).isTrue();
    Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
    assertThatExceptionOfType(StartFailure.class).isThrownBy(this::load)
        .withMessageContaining("chmod 600");
  }

  @Test
  void opaqueId_isTheSameForARelay_andAnotherForEveryOther() {
    GroupId group = GroupId.of(new byte[32]);
    try (Secret one = Secret.copyOf(new byte[32]);
        Secret other = Secret.copyOf(new byte[]{1})) {
      String id = new OpaqueGroupIds(one).of(group);
      assertThat(id).matches("[0-9a-f]{32}").isEqualTo(new OpaqueGroupIds(one).of(group));
      assertThat(new OpaqueGroupIds(other).of(group)).isNotEqualTo(id);
    }
  }
}
