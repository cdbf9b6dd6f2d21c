package dev.zerok.client.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreLockTest {
  @TempDir Path folder;

  private static StoreFailure.Kind failureOf(Path file) {
    StoreFailure failure =
        catchThrowableOfType(StoreFailure.class, () -> StoreLock.takeFile(file).close());
    return failure == null ? null : failure.kind();
  }

  @Test
  void secondOpenerHere_isRefused_andTheFirstKeepsTheLockBeforeOtherProcesses() throws Exception {
    Path file = folder.resolve("store.lock");
    try (StoreLock held = StoreLock.takeFile(file)) {
      assertThat(failureOf(file)).isEqualTo(StoreFailure.Kind.LOCKED);
      assertThat(held.isHeld()).isTrue();
      assertThat(LockProbe.run(file)).isEqualTo(LockProbe.LOCKED);
    }

    assertThat(LockProbe.run(file)).isEqualTo(LockProbe.TAKEN);
    assertThat(failureOf(file)).isNull();
  }

  @Test
  void secondOpenerByAnotherName_isRefused() throws Exception {
    Path file = folder.resolve("store.lock");
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    try (StoreLock held = StoreLock.takeFile(file)) {
      assertThat(failureOf(link.resolve("store.lock"))).isEqualTo(StoreFailure.Kind.LOCKED);
      assertThat(LockProbe.run(file)).isEqualTo(LockProbe.LOCKED);
    }
  }
}
