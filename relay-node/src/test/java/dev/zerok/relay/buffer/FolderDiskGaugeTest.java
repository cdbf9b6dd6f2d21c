package dev.zerok.relay.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderDiskGaugeTest {
  @TempDir Path folder;

  @Test
  void realDisk_isBetweenEmptyAndFull() throws Exception {
    assertThat(new FolderDiskGauge(folder).usedShare()).isBetween(0.0, 1.0);
  }

  @Test
  void folderThatIsNotThere_isTold() {
    assertThatThrownBy(() -> new FolderDiskGauge(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void share_isOfWhatThisProcessMayUse_notOfWhatIsKeptForRoot() {
    assertThat(new FolderDiskGauge(new FakeDisk(1_000, 250, 300)).usedShare()).isEqualTo(0.75);
    assertThat(new FolderDiskGauge(new FakeDisk(1_000, 0, 50)).usedShare()).isEqualTo(1.0);
    assertThat(new FolderDiskGauge(new FakeDisk(1_000, 1_000, 1_000)).usedShare()).isZero();
  }

  @Test
  void diskOfUnknownSize_countsAsEmpty_andOneThatCannotBeAskedAsFull() {
    assertThat(new FolderDiskGauge(new FakeDisk(0, 0, 0)).usedShare()).isZero();
    assertThat(new FolderDiskGauge(new FakeDisk(1_000, -1, 0)).usedShare()).isEqualTo(1.0);
  }

  /** A disk of that size; below zero usable, it cannot be asked. */
  private static final class FakeDisk extends FileStore {
    private final long total;
    private final long usable;
    private final long unallocated;

    private FakeDisk(long total, long usable, long unallocated) {
      this.total = total;
      this.usable = usable;
      this.unallocated = unallocated;
    }

    @Override
    public long getTotalSpace() {
      return total;
    }

    @Override
    public long getUsableSpace() throws IOException {
      if (usable < 0) {
        throw new IOException("the disk is gone");
      }
      return usable;
    }

    @Override
    public long getUnallocatedSpace() {
      return unallocated;
    }

    @Override
    public String name() {
      return "fake";
    }

    @Override
    public String type() {
      return "fake";
    }

    @Override
    public boolean isReadOnly() {
      return false;
    }

    @Override
    public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
      return false;
    }

    @Override
    public boolean supportsFileAttributeView(String name) {
      return false;
    }

    @Override
    public <V extends FileStoreAttributeView> V getFileStoreAttributeView(Class<V> type) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Object getAttribute(String attribute) {
      throw new UnsupportedOperationException();
    }
  }
}
